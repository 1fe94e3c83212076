//! The way to the client: whatever is handed to the [`Outbox`] is written in order, and nobody waits for that.

use std::collections::HashMap;
use std::io::Write;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::log::{Level, log};

/// How many bytes may wait for the client to take them before diagnostics are no longer worth sending: it will want the
/// newest only.
const CONGESTED: usize = 4 << 20;

/// What a client answers: a result, or why there is none.
pub(crate) type Reply = Result<Value, Value>;

/// An answer to wait for.
pub(crate) type Asked = oneshot::Receiver<Reply>;

/// Where messages to the client go. Cloning makes another handle to the same.
#[derive(Clone)]
pub(crate) struct Outbox {
    queue: mpsc::Sender<Out>,
    /// Our requests that the client has not answered, by their ids.
    asked: Arc<Mutex<HashMap<i64, oneshot::Sender<Reply>>>>,
    next_id: Arc<AtomicI64>,
    /// How many bytes the client has not taken.
    unread: Arc<AtomicUsize>,
}

/// The other end of an [`Outbox`], for the writer.
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
    /// A new one, with its other end.
    pub(crate) fn new() -> (Self, Outgoing) {
        let (queue, outgoing) = mpsc::channel();
        let unread = Arc::<AtomicUsize>::default();
        let outgoing = Outgoing { queue: outgoing, unread: unread.clone() };
        (Self { queue, asked: Arc::default(), next_id: Arc::default(), unread }, outgoing)
    }

    fn send_raw(&self, message: Vec<u8>) {
        self.unread.fetch_add(message.len(), Ordering::Relaxed);
        let _ = self.queue.send(Out::Message(message));
    }

    /// Whether the client is far behind in reading. Whatever it need not hear had better wait: memory is bounded so.
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

    /// Sends a request, and returns the answer to wait for, which is an error if it never comes.
    pub(crate) fn ask(&self, method: &str, params: Value) -> Asked {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let (reply, answer) = oneshot::channel();
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).insert(id, reply);
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        answer
    }

    /// Sends a message.
    pub(crate) fn send(&self, message: &impl Serialize) {
        match serde_json::to_vec(message) {
            Ok(message) => self.send_raw(message),
            Err(error) => log(Level::Error, format_args!("a message could not be rendered: {error}")),
        }
    }

    /// Hands an answer to whoever waits for it; one that comes late, twice or unasked is nobody's.
    pub(crate) fn answered(&self, id: i64, reply: Reply) {
        let waiting = self.asked.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        if let Some(waiting) = waiting {
            let _ = waiting.send(reply);
        }
    }

    /// Tells whoever waits for an answer that none will come.
    pub(crate) fn expect_no_answers(&self) {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Ends what is sent: the writer stops behind it.
    pub(crate) fn finish(&self) {
        let _ = self.queue.send(Out::End);
    }
}

impl Outgoing {
    /// Writes every message, in order, until the outbox is finished.
    ///
    /// # Errors
    /// If `output` does.
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
    fn a_client_that_does_not_read_is_noticed_until_it_does() {
        let (outbox, outgoing) = Outbox::new();
        outbox.send_raw(vec![b' '; CONGESTED]);
        assert!(!outbox.is_congested());
        outbox.send_raw(vec![b' ']);
        assert!(outbox.is_congested());
        outbox.finish();
        let mut taken = Vec::new();
        outgoing.write(&mut taken).expect("memory takes everything");
        assert!(taken.len() > CONGESTED && !outbox.is_congested());
    }
}
