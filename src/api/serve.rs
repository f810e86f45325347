//! The server (服务): routes, limits, headers, logs, graceful stop.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use axum::extract::{ConnectInfo, DefaultBodyLimit, MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};
use tracing_subscriber::EnvFilter;
use uuid::Uuid;

use crate::api::refusal::Refusal;
use crate::api::state::{Shared, State, World, system};
use crate::api::{
    account, attachment, audit, batch, bulk, calendars, catalog, checks, definitions, demo, drafts,
    due, event, exchanges, export, figures, home, import, linked, offer, openapi, people,
    preference, records, search, session, system, todo, unmask, web,
};
use crate::command::{Place, ServeArgs};
use crate::context::{self, Context, now};
use crate::say;

/// JSON bodies above this are refused; uploads have limits of their own.
const BODY_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Whoever sends the head of a request slower than this is let go (slow-loris).
const HEAD_TIME_MAX: Duration = Duration::from_secs(10);
/// How long open requests may go on when the server stops.
const STOP_TIME_MAX: Duration = Duration::from_secs(10);
/// Connections at once.
const CONNECTIONS_MAX: usize = 2_000;

/// Runs the server until it is told to stop.
///
/// # Errors
/// When the base cannot be opened or the address is taken.
pub(crate) async fn serve(place: &Place, args: &ServeArgs) -> Result<()> {
    let began = Instant::now();
    if let Some(day) = args.day {
        context::stand_on(day);
    }
    log_to_stderr();
    let definitions = context::sound(context::definitions(place)?)?;
    let context = Context::open_under(place, Arc::clone(&definitions.catalog)).await?;
    let world = World {
        catalog: Arc::clone(&context.catalog),
        base: context.base.clone(),
        from: definitions.from,
        files: definitions.files,
    };
    let work = work_dir(place);
    std::fs::create_dir_all(&work).with_context(|| format!("建不了文件夹 {}", work.display()))?;
    import::clean(&work);
    let state = Arc::new(State::new(world, place.clone(), args, work));
    let base = context.base.clone();
    state.sessions.load(&base, now()).await.map_err(refused)?;
    let greeting = if args.demo {
        demo::people(&base, &context.catalog).await.map_err(refused)?
    } else {
        first(&base).await.map_err(refused)?
    };
    let listener = TcpListener::bind(args.listen).await;
    let listener = listener
        .with_context(|| format!("{} 用不了，可能已被占用；用 --listen 换一个端口", args.listen))?;
    let address = listener.local_addr()?;
    say::aside(&format!(
        "通途已启动（{} 毫秒），请用浏览器打开 http://{address}",
        began.elapsed().as_millis()
    ));
    for line in greeting {
        say::aside(&line);
    }
    listen(listener, router(state)).await;
    base.close().await;
    say::aside("已停止");
    Ok(())
}

/// Logs go to standard error: warnings, or what `TONGTU_LOG` asks for; as JSON lines with `TONGTU_LOG_JSON`.
fn log_to_stderr() {
    let filter = EnvFilter::try_from_env("TONGTU_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Another log of this process, if there is one, goes on.
    let _ = match std::env::var_os("TONGTU_LOG_JSON") {
        Some(_) => log.json().try_init(),
        None => log.with_ansi(false).try_init(),
    };
}

fn refused(refusal: Refusal) -> anyhow::Error {
    anyhow::anyhow!("{refusal}")
}

/// Folder for what is neither base nor attachment: beside the base.
fn work_dir(place: &Place) -> PathBuf {
    if place.is_server() {
        return PathBuf::from("data/work");
    }
    PathBuf::from(&place.base).with_extension("work")
}

async fn first(base: &ledger::Base) -> Result<Vec<String>, Refusal> {
    let made = account::first(base, &system()).await?;
    Ok(made.map_or_else(Vec::new, |(login, once)| {
        vec![format!("首次启动，已建管理员账号：登录名 {login}，一次性密码 {once}（只显示这一次，登录后要改）")]
    }))
}

/// All routes.
pub(crate) fn router(state: Shared) -> Router {
    let api = Router::new()
        .route("/session", post(session::sign_in).get(session::who).delete(session::sign_out))
        .route("/session/post", post(session::to_post))
        .route("/session/password", post(session::new_password))
        .route("/session/second-factor", post(session::offer_second))
        .route("/session/second-factor/confirm", post(session::confirm_second))
        .route("/session/sessions", get(session::sessions))
        .route("/session/sessions/{id}", axum::routing::delete(session::end_session))
        .route("/catalog", get(catalog::catalog))
        .route("/ledgers/{domain}/{name}", get(catalog::ledger))
        .route("/codes/{list}", get(catalog::codes))
        .route("/events", get(event::stream))
        .merge(records::routes())
        .merge(checks::routes())
        .merge(exchanges::routes())
        .merge(drafts::routes())
        .merge(search::routes())
        .merge(figures::routes())
        .merge(due::routes())
        .merge(todo::routes())
        .merge(home::routes())
        .merge(calendars::routes())
        .merge(people::routes())
        .merge(audit::routes())
        .merge(system::routes())
        .merge(definitions::routes())
        .merge(preference::routes())
        .merge(attachment::routes())
        .merge(bulk::routes())
        .merge(export::routes())
        .merge(linked::routes())
        .merge(offer::routes())
        .merge(unmask::routes())
        .merge(import::routes())
        .merge(batch::routes())
        .route("/openapi.json", get(openapi::document))
        .fallback(|| async { Refusal::not_found("没有这个接口") });
    let quiet = DefaultPredicate::new().and(NotForContentType::new("text/event-stream"));
    Router::new()
        .nest("/api/v1", api)
        .route("/healthz", get(health))
        .route("/metrics", get(system::metrics))
        .fallback(web::file)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CompressionLayer::new().compress_when(quiet))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(around))
        .with_state(state)
}

/// Alive, and the base answers.
async fn health(axum::extract::State(state): axum::extract::State<Shared>) -> Response {
    match state.world().base.is_new().await {
        Ok(_) => (StatusCode::OK, "ok\n").into_response(),
        Err(error) => {
            tracing::error!("the base does not answer: {error}");
            (StatusCode::SERVICE_UNAVAILABLE, "base\n").into_response()
        }
    }
}

fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "broken", "服务器出错，已记入日志")
        .into_response()
}

const HEADERS: [(&str, &str); 7] = [
    (
        "content-security-policy",
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; worker-src 'self' blob:; \
         object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(self), geolocation=(self), microphone=()"),
];

/// Around every request: an id, strict headers, one log line, the metrics. Paths are logged as their pattern, so that no
/// key or search word of a record stands in a log.
async fn around(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = Uuid::now_v7().simple().to_string();
    let path = request.extensions().get::<MatchedPath>().map(|it| it.as_str().to_owned());
    let path = path.unwrap_or_else(|| "(file)".to_owned());
    let method = request.method().clone();
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        let name = HeaderName::from_static(name);
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if is_api && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    let (status, took) = (response.status(), began.elapsed());
    metrics::counter!("http_requests_total", "path" => path.clone(), "status" => status.as_str().to_owned()).increment(1);
    metrics::histogram!("http_request_seconds", "path" => path.clone()).record(took.as_secs_f64());
    tracing::info!(request.id = %id, %method, path, status = status.as_u16(), took_ms = took.as_millis(), "answered");
    response
}

/// Takes connections until the process is told to stop, then lets open requests end.
async fn listen(listener: TcpListener, router: Router) {
    let mut server = auto::Builder::new(TokioExecutor::new());
    server.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_TIME_MAX).max_headers(64);
    let open = Arc::new(tokio::sync::Semaphore::new(CONNECTIONS_MAX));
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
        let service = TowerToHyperService::new(router.clone().layer(Extension(ConnectInfo(from))));
        let connection = server.serve_connection_with_upgrades(TokioIo::new(stream), service);
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

/// What an address on the command line means.
pub(crate) fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| format!("“{text}”不是地址；写法如 127.0.0.1:8080"))
}

/// What a day on the command line means.
pub(crate) fn day(text: &str) -> Result<jiff::civil::Date, String> {
    terms::read_date(text).ok_or_else(|| format!("“{text}”不是日期；写法如 2021-06-30"))
}
