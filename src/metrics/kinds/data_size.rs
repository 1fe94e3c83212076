//! A volume of data: "42 TB". The memory of a machine doesn't count.

use super::super::baseline;
use super::super::measure::Unit;
use super::super::metric::{Kind, MetricMatch, Place, Reader};
use super::super::quantity::QuantityMatch;

/// The kind.
pub(super) const KIND: Kind = Kind {
    name: "data-size",
    about: "A volume of data.",
    why: "This shows how much you handled. What did that take, or save?",
    read: Reader::Quantity(read),
    baseline: baseline::never,
    counts: &[
        ("We moved 42 TB.", "42 TB"),
        ("Migrated 1.5TB of data.", "1.5TB"),
        ("Deleted 42 TB of snapshots.", "42 TB"),
        ("A photo is 300 KB now.", "300 KB"),
        ("It freed 90 gigabytes.", "90 gigabytes"),
    ],
    quiet: &[
        "The pool has 10 GB of RAM.",
        "It ran on 2 vCPU and 4 GB RAM.",
        "It has 16 GB memory.",
        "The instance has 8 GB of memory.",
        "We moved terabytes.",
    ],
};

fn read(place: &Place<'_>, matched: &QuantityMatch) -> Option<MetricMatch> {
    const MACHINES: &[&str] = &["ram", "memory", "instance", "instances"];
    let is_volume = matched.quantity.unit == Unit::Bytes && matched.quantity.per.is_none();
    let is_machine = place.is_outcome() && place.source.any_after(matched.next, 2, MACHINES);
    if is_volume && !is_machine { place.quantified(&KIND, matched.next) } else { None }
}
