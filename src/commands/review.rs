//! `review`: a second person's yes, said on the machine itself where nobody is left who could say it on a screen (账号复核).

use anyhow::{Result, bail};
use serde_json::json;

use crate::api::review;
use crate::context::Context;
use crate::say;

/// Agrees to what waits on an account.
pub(crate) async fn review(
    context: &Context,
    login: &str,
    reason: &str,
    json: bool,
) -> Result<bool> {
    if reason.trim().is_empty() {
        bail!("请写明理由（--reason），理由进留痕");
    }
    let Some(done) = review::on_the_machine(&context.base, &context.act(), login, reason).await?
    else {
        bail!("账号“{login}”没有等待复核的变动");
    };
    if json {
        say::json_out(&json!({ "login": login, "done": done }));
    } else {
        say::line(&format!("已同意：{login}，{done}；理由已进留痕，审计员看得到"));
    }
    Ok(true)
}
