//! The server (服务): routes, limits, headers, logs, graceful stop.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result};
use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};
use tracing_subscriber::EnvFilter;
use uuid::Uuid;

use crate::api::fresh::Reports;
use crate::api::refusal::Refusal;
use crate::api::standing::Clocks;
use crate::api::state::{Shared, State, World, system};
use crate::api::totals::Totals;
use crate::api::{
    account, attachment, audit, batch, blocks, bulk, calendars, catalog, checks, definitions, demo,
    drafts, due, event, exchanges, export, figures, history, home, import, insert, linked, listen,
    mapping, newcomers, offer, offices, openapi, pace, people, preference, records, returned,
    review, roles, seals, search, session, sign, system, todo, unmask, web, workdays,
};
use crate::command::{Place, ServeArgs};
use crate::context::{self, Context, now};
use crate::say;

/// JSON bodies above this are refused; uploads have limits of their own.
const BODY_BYTES_MAX: usize = 2 * 1024 * 1024;

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
        reports: Reports::default(),
        clocks: Clocks::default(),
        totals: Totals::default(),
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
    let listener = listen::bind(args.listen)
        .with_context(|| format!("{} 用不了，可能已被占用；用 --listen 换一个端口", args.listen))?;
    let address = listener.local_addr()?;
    say::aside(&format!(
        "通途已启动（{} 毫秒），请用浏览器打开 http://{address}",
        began.elapsed().as_millis()
    ));
    for line in greeting {
        say::aside(&line);
    }
    listen::listen(listener, router(state)).await;
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
        .route("/session/told", axum::routing::delete(session::read_told))
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
        .merge(blocks::routes())
        .merge(insert::routes())
        .merge(sign::routes())
        .merge(returned::routes())
        .merge(search::routes())
        .merge(figures::routes())
        .merge(seals::routes())
        .merge(due::routes())
        .merge(todo::routes())
        .merge(home::routes())
        .merge(calendars::routes())
        .merge(people::routes())
        .merge(review::routes())
        .merge(offices::routes())
        .merge(roles::routes())
        .merge(mapping::routes())
        .merge(newcomers::routes())
        .merge(workdays::routes())
        .merge(audit::routes())
        .merge(system::routes())
        .merge(definitions::routes())
        .merge(preference::routes())
        .merge(attachment::routes())
        .merge(bulk::routes())
        .merge(export::routes())
        .merge(linked::routes())
        .merge(history::routes())
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
        .layer(middleware::from_fn(pace::keep_up))
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

/// Idle connections are let go after ten seconds (`listen`); who keeps them is told a little less, so that no request meets
/// one that is closing.
const KEEP_ALIVE: &str = "timeout=8";

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
    if is_api {
        response = in_our_words(response);
    }
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
    headers.insert(HeaderName::from_static("keep-alive"), HeaderValue::from_static(KEEP_ALIVE));
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    let (status, took) = (response.status(), began.elapsed());
    metrics::counter!("http_requests_total", "path" => path.clone(), "status" => status.as_str().to_owned()).increment(1);
    metrics::histogram!("http_request_seconds", "path" => path.clone()).record(took.as_secs_f64());
    tracing::info!(request.id = %id, %method, path, status = status.as_u16(), took_ms = took.as_millis(), "answered");
    response
}

/// What the framework refuses in English before a handler is asked, as a refusal like any other.
fn in_our_words(response: Response) -> Response {
    let status = response.status();
    let plain = response.headers().get(header::CONTENT_TYPE);
    let plain = plain.is_none_or(|it| it.as_bytes().starts_with(b"text/plain"));
    if !plain || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let refusal = |status: StatusCode, code: &'static str, text: String| {
        Refusal::new(status, code, text).into_response()
    };
    match status {
        StatusCode::METHOD_NOT_ALLOWED => {
            let mut said = refusal(status, "method", "这个接口不支持这种请求方法".to_owned());
            if let Some(allow) = response.headers().get(header::ALLOW) {
                said.headers_mut().insert(header::ALLOW, allow.clone());
            }
            said
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            let text = format!("内容超过 {} MB", BODY_BYTES_MAX / 1024 / 1024);
            refusal(status, "too_large", text)
        }
        StatusCode::UNSUPPORTED_MEDIA_TYPE => refusal(
            status,
            "media_type",
            "内容应是 JSON（Content-Type: application/json）".to_owned(),
        ),
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => {
            Refusal::bad("内容或地址看不懂：不是 JSON，或少了要写的项、项的类型不对")
                .into_response()
        }
        _ => response,
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
