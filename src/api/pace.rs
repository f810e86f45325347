//! Pace (速度): whoever sends a body too slowly is let go, so that nobody holds a connection open with a drop now and then; so is
//! whoever takes an answer too slowly, with all that is kept for them.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Error;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::BodyExt as _;
use hyper::body::{Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// What every body may take, whatever its size.
const GRACE: Duration = Duration::from_secs(20);
/// Slower than this in the whole is too slow, in bytes a second: 64 MB may still come over a telephone line.
const BYTES_PER_SECOND_MIN: u64 = 4 * 1024;

/// What is still taken, of a body that nobody reads, so that the answer reaches whoever is sending: a connection closed on bytes
/// on their way is reset, and the reason of a refusal is lost with it.
const LINGER_BYTES_MAX: usize = 8 * 1024 * 1024;
/// For how long it is taken.
const LINGER_TIME_MAX: Duration = Duration::from_secs(5);

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
    /// It ended or broke off: nothing comes after.
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

impl Drop for Paced {
    /// A body that was not read to its end is taken and thrown away, within limits.
    fn drop(&mut self) {
        if self.over || self.body.is_end_stream() {
            return;
        }
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let mut rest = std::mem::take(&mut self.body);
        runtime.spawn(tokio::time::timeout(LINGER_TIME_MAX, async move {
            let mut left_bytes = LINGER_BYTES_MAX;
            while let Some(Ok(frame)) = rest.frame().await {
                left_bytes = left_bytes.saturating_sub(frame.data_ref().map_or(0, Bytes::len));
                if left_bytes == 0 {
                    return;
                }
            }
        }));
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
            self.over = !matches!(frame, Some(Ok(_)));
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

/// How long a reader may keep us waiting beyond what the bytes taken allow.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection whose reader keeps up: while there is something to send, it is taken at [`BYTES_PER_SECOND_MIN`] on the whole.
/// Time in which nothing is to be sent does not count, and taking much earlier gives no credit to be idle on.
pub(crate) struct Read<S> {
    stream: S,
    patience: Duration,
    /// How far the reader has fallen behind, before the wait that goes on.
    behind: Duration,
    /// The wait that goes on: since when, and the clock that ends it.
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl<S: AsyncWrite + Unpin> Read<S> {
    /// A connection as it was taken.
    pub(crate) fn new(stream: S) -> Read<S> {
        Read { stream, patience: PATIENCE, behind: Duration::ZERO, waiting: None }
    }

    /// Passes on what the stream answered to a write, or ends it when the reader has kept it waiting too long.
    fn timed<T>(
        &mut self,
        context: &mut Context<'_>,
        answer: Poll<io::Result<T>>,
        taken: impl Fn(&T) -> usize,
    ) -> Poll<io::Result<T>> {
        if let Poll::Ready(done) = answer {
            let waited = self.waiting.take().map_or(Duration::ZERO, |it| it.0.elapsed());
            let bytes = u64::try_from(done.as_ref().map_or(0, taken)).unwrap_or(u64::MAX);
            let allowed = Duration::from_millis(bytes.saturating_mul(1_000) / BYTES_PER_SECOND_MIN);
            self.behind = (self.behind + waited).saturating_sub(allowed);
            return Poll::Ready(done);
        }
        let left = self.patience.saturating_sub(self.behind);
        let (_, clock) = self.waiting.get_or_insert_with(|| {
            let since = Instant::now();
            (since, Box::pin(sleep_until(since + left)))
        });
        if clock.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        tracing::info!("an answer was taken too slowly");
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the answer is taken too slowly")))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Read<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Read<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let answer = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.timed(context, answer, |it| *it)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let answer = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.timed(context, answer, |it| *it)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let answer = Pin::new(&mut self.stream).poll_flush(context);
        self.timed(context, answer, |()| 0)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let answer = Pin::new(&mut self.stream).poll_shutdown(context);
        self.timed(context, answer, |()| 0)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{StreamExt as _, stream};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    /// A sender that gives one piece of so many bytes each `pause`.
    fn sender(bytes: usize, pause: Duration) -> Body {
        Body::from_stream(stream::unfold(0_u8, move |count| async move {
            tokio::time::sleep(pause).await;
            Some((Ok::<_, Error>(Bytes::from(vec![b'x'; bytes])), count.wrapping_add(1)))
        }))
    }

    #[tokio::test]
    async fn a_reader_that_stands_still_is_let_go_and_a_steady_one_is_not() {
        let connection = || {
            let (here, there) = duplex(1_000);
            (Read { patience: Duration::from_millis(300), ..Read::new(here) }, there)
        };
        // Nothing is taken at all; ten bytes each fiftieth of a second, five hundred a second, are below the least pace.
        let (mut server, _kept) = connection();
        let still = server.write_all(&[b'x'; 10_000]).await.map_err(|it| it.kind());
        assert_eq!(still, Err(io::ErrorKind::TimedOut));
        let (mut server, mut client) = connection();
        let reader = tokio::spawn(async move {
            let mut piece = [0; 10];
            while client.read(&mut piece).await.is_ok_and(|it| it > 0) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        let drops = server.write_all(&[b'x'; 100_000]).await.map_err(|it| it.kind());
        assert_eq!(drops, Err(io::ErrorKind::TimedOut));
        reader.abort();

        // Four hundred bytes each fiftieth of a second are enough; so is a pause in which nothing was to be sent.
        let (mut server, mut client) = connection();
        tokio::spawn(async move {
            let mut piece = [0; 400];
            while client.read(&mut piece).await.is_ok_and(|it| it > 0) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        server.write_all(&[b'x'; 20_000]).await.unwrap();
        tokio::time::sleep(Duration::from_millis(600)).await;
        server.write_all(&[b'x'; 20_000]).await.unwrap();
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
