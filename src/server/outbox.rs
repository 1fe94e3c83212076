//! The queue of messages to the client. Senders never wait; a thread writes the messages in order.

use std::collections::HashMap;
use std::io::Write;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::log::{Level, log};

/// The number of unread bytes above which diagnostics are not published, since the client will need only the newest.
const CONGESTED: usize = 4 << 20;

/// The result or the error in a response of the client.
pub(crate) type Reply = Result<Value, Value>;

/// The response to wait for.
pub(crate) type Asked = oneshot::Receiver<Reply>;

/// The sending end of the queue. A clone sends to the same queue.
#[derive(Clone)]
pub(crate) struct Outbox {
    queue: mpsc::Sender<Out>,
    /// Our requests without a response, by their IDs.
    requests: Arc<Mutex<HashMap<i64, oneshot::Sender<Reply>>>>,
    next_id: Arc<AtomicI64>,
    /// The number of bytes that the client has not read.
    unread: Arc<AtomicUsize>,
}

/// The receiving end of an [`Outbox`], for the writer.
pub(crate) struct Outgoing {
    queue: mpsc::Receiver<Out>,
    unread: Arc<AtomicUsize>,
}

enum Out {
    /// A message, as JSON.
    Message(Vec<u8>),
    End,
}

impl Outbox {
    /// Creates a new queue.
    pub(crate) fn new() -> (Self, Outgoing) {
        let (queue, outgoing) = mpsc::channel();
        let unread = Arc::<AtomicUsize>::default();
        let outgoing = Outgoing { queue: outgoing, unread: unread.clone() };
        (Self { queue, requests: Arc::default(), next_id: Arc::default(), unread }, outgoing)
    }

    fn send_raw(&self, message: Vec<u8>) {
        self.unread.fetch_add(message.len(), Ordering::Relaxed);
        let _ = self.queue.send(Out::Message(message));
    }

    /// Whether the client is far behind in reading. Optional messages should wait then, which bounds the memory of the
    /// queue.
    pub(crate) fn is_congested(&self) -> bool {
        self.unread.load(Ordering::Relaxed) > CONGESTED
    }

    /// Sends a notification.
    pub(crate) fn notify(&self, method: &str, params: impl Serialize) {
        #[derive(Serialize)]
        struct Notification<'a, P> {
            jsonrpc: &'static str,
            method: &'a str,
            params: P,
        }
        self.send(&Notification { jsonrpc: "2.0", method, params });
    }

    /// Sends a request, and returns the response to wait for: an error if none will come.
    pub(crate) fn ask(&self, method: &str, params: Value) -> Asked {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let (sender, reply) = oneshot::channel();
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).insert(id, sender);
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        reply
    }

    /// Sends a message.
    pub(crate) fn send(&self, message: &impl Serialize) {
        match serde_json::to_vec(message) {
            Ok(message) => self.send_raw(message),
            Err(error) => log(Level::Error, format_args!("couldn't serialize a message: {error}")),
        }
    }

    /// Passes a response on to the sender of the request. A late, repeated or unknown response is ignored.
    pub(crate) fn receive_reply(&self, id: i64, reply: Reply) {
        let waiting = self.requests.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        if let Some(waiting) = waiting {
            let _ = waiting.send(reply);
        }
    }

    /// Ends the wait for all responses, because none will come.
    pub(crate) fn cancel_requests(&self) {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Closes the queue: the writer stops after the messages sent so far.
    pub(crate) fn finish(&self) {
        let _ = self.queue.send(Out::End);
    }
}

impl Outgoing {
    /// Writes all messages, in order, until the queue is closed.
    ///
    /// # Errors
    /// If writing to `output` fails.
    pub(crate) fn write(&self, mut output: impl Write) -> std::io::Result<()> {
        while let Ok(Out::Message(message)) = self.queue.recv() {
            let mut frame = format!("Content-Length: {}\r\n\r\n", message.len()).into_bytes();
            frame.extend_from_slice(&message);
            output.write_all(&frame)?;
            output.flush()?;
            self.unread.fetch_sub(message.len(), Ordering::Relaxed);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outbox_is_congested_until_the_client_reads() {
        let (outbox, outgoing) = Outbox::new();
        outbox.send_raw(vec![b' '; CONGESTED]);
        assert!(!outbox.is_congested());
        outbox.send_raw(vec![b' ']);
        assert!(outbox.is_congested());
        outbox.finish();
        let mut read = Vec::new();
        outgoing.write(&mut read).expect("memory takes everything");
        assert!(read.len() > CONGESTED && !outbox.is_congested());
    }
}
