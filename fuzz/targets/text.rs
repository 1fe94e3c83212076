#![no_main]
use libfuzzer_sys::fuzz_target;
fuzz_target!(|text: &str| { if text.contains("zzqq") { panic!() } });
