//! Sockets (连接): how many at once, how long a head may take, and how the server stops.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpSocket};
use tower::ServiceExt as _;

use crate::api::pace::Read;

/// Whoever sends the head of a request slower than this is let go (slow-loris); so is a connection that asks nothing.
const HEAD_TIME_MAX: Duration = Duration::from_secs(10);
/// How long open requests may go on when the server stops.
const STOP_TIME_MAX: Duration = Duration::from_secs(10);
/// Connections at once, where the system lets the process have so many.
const CONNECTIONS_MAX: usize = 2_000;
/// What the system keeps of an answer that is not yet taken, per connection: with megabytes of it, nobody would see how slowly a
/// reader takes them, and thousands of readers would cost gigabytes.
const SEND_BYTES: u32 = 128 * 1024;
/// Connections that wait to be taken.
const BACKLOG: u32 = 1_024;
/// Open files kept back for the base, uploads and logs.
const FILES_KEPT: usize = 128;

/// Connections at once: never so many that the base finds no file left to open.
fn connections_max() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    files_max(&limits)
        .map_or(CONNECTIONS_MAX, |it| it.saturating_sub(FILES_KEPT).clamp(64, CONNECTIONS_MAX))
}

/// The soft limit of open files, as `/proc/self/limits` says it; none where there is no limit or no such file.
fn files_max(limits: &str) -> Option<usize> {
    let line = limits.lines().find_map(|it| it.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// A listener on an address.
///
/// # Errors
/// When the address is taken or is none of this machine's.
pub(crate) fn bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    // Connections taken from it have the same.
    socket.set_send_buffer_size(SEND_BYTES)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Takes connections until the process is told to stop, then lets open requests end.
pub(crate) async fn listen(listener: TcpListener, router: Router) {
    // HTTP/1 only: to tell it from HTTP/2 by its first bytes would wait for them without a limit.
    let mut server = auto::Builder::new(TokioExecutor::new()).http1_only();
    server.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_TIME_MAX).max_headers(64);
    let open = Arc::new(tokio::sync::Semaphore::new(connections_max()));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop_signal());
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &open) => accepted,
            () = &mut stop => break,
        };
        let Some((stream, permit)) = accepted else { continue };
        // A socket that is gone already has no address; whatever it asks is answered to nobody.
        let from = stream.peer_addr().unwrap_or_else(|_| SocketAddr::from(([0, 0, 0, 0], 0)));
        let router = router.clone();
        // The router is shared by all connections: a layer of each one's own would build every route anew.
        let service = tower::service_fn(move |mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(from));
            router.clone().oneshot(request)
        });
        let service = TowerToHyperService::new(service);
        let connection = server.serve_connection(TokioIo::new(Read::new(stream)), service);
        let connection = graceful.watch(connection.into_owned());
        tokio::spawn(async move {
            let _ = connection.await; // A client that goes away is no fault.
            drop(permit);
        });
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(STOP_TIME_MAX) => {}
    }
}

async fn accept(
    listener: &TcpListener,
    open: &Arc<tokio::sync::Semaphore>,
) -> Option<(tokio::net::TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let permit = Arc::clone(open).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => {
            let _ = stream.set_nodelay(true);
            Some((stream, permit))
        }
        Err(error) => {
            tracing::warn!("a connection was not taken: {error}");
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    let mut terminate =
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(signal) => signal,
            Err(_) => {
                let _ = interrupt.await;
                return;
            }
        };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_files_are_read_from_the_limits_of_the_process() {
        let limits = "Limit                     Soft Limit           Hard Limit           Units     \n\
            Max processes             94021                94021                processes \n\
            Max open files            1024                 524288               files     \n";
        assert_eq!(files_max(limits), Some(1024));
        assert_eq!(
            files_max("Max open files            unlimited            unlimited            files"),
            None
        );
        assert_eq!(files_max(""), None);
    }
}
