//! Pace (速度): whoever sends a body too slowly is let go, so that nobody holds a connection open with a drop now and then.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Error;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use hyper::body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

/// What every body may take, whatever its size.
const GRACE: Duration = Duration::from_secs(20);
/// Slower than this in the whole is too slow, in bytes a second: 64 MB may still come over a telephone line.
const BYTES_PER_SECOND_MIN: u64 = 4 * 1024;

/// Hands on a request whose body breaks off when it comes too slowly.
pub(crate) async fn keep_up(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    next.run(request.map(|body| Body::new(Paced::new(body, GRACE)))).await
}

/// A body with a clock beside it.
struct Paced {
    body: Body,
    began: Instant,
    grace: Duration,
    received_bytes: u64,
    /// Runs while the sender is waited for.
    waiting: Option<Pin<Box<Sleep>>>,
    /// It broke off: nothing comes after.
    over: bool,
}

impl Paced {
    fn new(body: Body, grace: Duration) -> Paced {
        Paced { body, began: Instant::now(), grace, received_bytes: 0, waiting: None, over: false }
    }

    /// When the next piece must be there.
    fn until(&self) -> Instant {
        self.began + self.grace + Duration::from_secs(self.received_bytes / BYTES_PER_SECOND_MIN)
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        if self.over {
            return Poll::Ready(None);
        }
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            self.waiting = None;
            if let Some(Ok(frame)) = &frame {
                let bytes = frame.data_ref().map_or(0, Bytes::len);
                self.received_bytes += u64::try_from(bytes).unwrap_or(u64::MAX);
            }
            return Poll::Ready(frame);
        }
        let until = self.until();
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep_until(until)));
        if waiting.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        self.over = true;
        Poll::Ready(Some(Err(Error::new("the body comes too slowly"))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{StreamExt as _, stream};

    use super::*;

    /// A sender that gives one piece of so many bytes each `pause`.
    fn sender(bytes: usize, pause: Duration) -> Body {
        Body::from_stream(stream::unfold(0_u8, move |count| async move {
            tokio::time::sleep(pause).await;
            Some((Ok::<_, Error>(Bytes::from(vec![b'x'; bytes])), count.wrapping_add(1)))
        }))
    }

    #[tokio::test]
    async fn a_drop_now_and_then_breaks_off_and_a_steady_stream_does_not() {
        let grace = Duration::from_millis(100);
        let drops = Paced::new(sender(1, Duration::from_millis(30)), grace);
        let taken: Vec<_> = Body::new(drops).into_data_stream().take(50).collect().await;
        assert!(taken.len() < 10 && taken.last().is_some_and(Result::is_err), "{}", taken.len());

        let steady = Paced::new(sender(65_536, Duration::from_millis(10)), grace);
        let taken: Vec<_> = Body::new(steady).into_data_stream().take(50).collect().await;
        assert!(taken.len() == 50 && taken.iter().all(Result::is_ok), "{}", taken.len());
    }
}
