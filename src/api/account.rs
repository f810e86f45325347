//! Accounts and posts (账号与岗位): who may sign in, and as what. A person holds posts; a post has an office and roles, so that
//! nobody shares a password and whoever changes posts hands over the post, not the account.
//!
//! Kept as papers on the desk of the base; every change leaves an entry without the secrets.

use std::collections::BTreeSet;

use catalog::Catalog;
use jiff::Timestamp;
use ledger::{Act, Base, PaperInput};
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::{Finding, Place};

use crate::api::password;
use crate::api::refusal::{Refusal, Reply};

const ACCOUNT: &str = "account";
const POST: &str = "post";

/// Somebody who may sign in (账号).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Account {
    /// What is typed to sign in: lower-case letters, digits, `.`, `_`, `-`.
    pub(crate) login: String,
    /// Name of the person, as entries keep it; no two accounts share one.
    pub(crate) name: String,
    /// Ids of the posts held; the first is the one signed in with.
    pub(crate) posts: Vec<String>,
    /// Argon2id, in the PHC string format.
    pub(crate) password: String,
    /// Secret of the second factor, base32; none until it is enrolled.
    pub(crate) second: Option<String>,
    /// A secret that was shown but not confirmed yet.
    pub(crate) second_offered: Option<String>,
    pub(crate) active: bool,
    /// The password was given by somebody else and must be changed first.
    pub(crate) must_change: bool,
    /// Failed attempts since the last success.
    pub(crate) failed: u32,
    #[serde(with = "crate::api::stamp::maybe", default)]
    pub(crate) locked_until: Option<Timestamp>,
    /// The last step of the second factor that was used: a code opens once.
    #[serde(default)]
    pub(crate) last_step: u64,
    /// What was done to it and waits for a second person: until then nobody signs in with it.
    #[serde(default)]
    pub(crate) hold: Option<Hold>,
    /// What others did to it that its owner has not read yet.
    #[serde(default)]
    pub(crate) told: Vec<Told>,
    #[serde(skip)]
    pub(crate) version: i64,
}

/// What waits for a second person (待复核).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Hold {
    /// When the last of it was done.
    #[serde(with = "crate::api::stamp")]
    pub(crate) at: Timestamp,
    /// Login and name of everybody who did it.
    pub(crate) by: Vec<(String, String)>,
    /// What, in words.
    pub(crate) done: Vec<String>,
}

impl Account {
    /// Whether whoever signed in with it as it was may go on with it as it is.
    pub(crate) fn opens_as(&self, was: &Account) -> bool {
        let same = self.password == was.password && self.second == was.second;
        same && self.active && self.hold.is_none() && self.posts == was.posts
    }
}

impl Hold {
    /// Names of everybody who did it.
    pub(crate) fn people(&self) -> String {
        self.by.iter().map(|it| it.1.as_str()).collect::<Vec<_>>().join("、")
    }
}

/// What somebody did to the account of another (告知).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    #[serde(with = "crate::api::stamp")]
    pub(crate) at: Timestamp,
    /// Name of who did it.
    pub(crate) who: String,
    /// What, in words.
    pub(crate) what: String,
}

/// A post (岗位).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Post {
    /// English or pinyin id.
    pub(crate) id: String,
    /// Title, such as 治超办经办.
    pub(crate) title: String,
    /// Office.
    pub(crate) office: String,
    /// Names of roles.
    pub(crate) roles: Vec<String>,
    /// Abolished: nobody signs in with it.
    #[serde(default)]
    pub(crate) closed: bool,
}

/// A post as pages show it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct ShownPost {
    #[serde(flatten)]
    post: Post,
    /// What its office is called now.
    office_title: String,
}

impl ShownPost {
    pub(crate) fn new(catalog: &Catalog, post: Post) -> ShownPost {
        ShownPost { office_title: catalog.offices.title(&post.office).to_owned(), post }
    }
}

fn broken(error: impl std::fmt::Display) -> Refusal {
    anyhow::anyhow!("a paper of the desk cannot be read: {error}").into()
}

/// The account of this login; `None` when there is none.
pub(crate) async fn find(base: &Base, login: &str) -> Reply<Option<Account>> {
    let Some(paper) = base.paper(ACCOUNT, login).await? else { return Ok(None) };
    let account: Account = serde_json::from_str(&paper.body).map_err(broken)?;
    Ok(Some(Account { version: paper.version, ..account }))
}

/// As [`find`], for the guard, who asks it with every request.
pub(crate) async fn of_session(base: &Base, login: &str) -> Reply<Option<Account>> {
    let Some(paper) = base.paper_in_mind(ACCOUNT, login).await? else { return Ok(None) };
    let account: Account = serde_json::from_str(&paper.body).map_err(broken)?;
    Ok(Some(Account { version: paper.version, ..account }))
}

/// All accounts, by login.
pub(crate) async fn all(base: &Base) -> Reply<Vec<Account>> {
    let papers = base.papers(ACCOUNT).await?;
    let read = papers.iter().map(|it| {
        let account: Account = serde_json::from_str(&it.body).map_err(broken)?;
        Ok(Account { version: it.version, ..account })
    });
    read.collect()
}

/// The post of this id; `None` when there is none.
pub(crate) async fn post(base: &Base, id: &str) -> Reply<Option<Post>> {
    let paper = base.paper_in_mind(POST, id).await?;
    paper.map(|it| serde_json::from_str(&it.body).map_err(broken)).transpose()
}

/// All posts, by id.
pub(crate) async fn posts(base: &Base) -> Reply<Vec<Post>> {
    let papers = base.papers(POST).await?;
    papers.iter().map(|it| serde_json::from_str(&it.body).map_err(broken)).collect()
}

/// Saves an account; `note` says in the audit chain what was done to it, none leaves no entry (counting a failure).
pub(crate) async fn save(
    base: &Base,
    act: &Act,
    account: &Account,
    note: Option<&str>,
) -> Reply<()> {
    Ok(base.write_papers(act, &[paper(account, note)?]).await?)
}

/// Saves several accounts, all or none, each with what was done to it.
pub(crate) async fn save_all(base: &Base, act: &Act, accounts: &[(&Account, &str)]) -> Reply<()> {
    let papers = accounts.iter().map(|it| paper(it.0, Some(it.1))).collect::<Reply<Vec<_>>>()?;
    Ok(base.write_papers(act, &papers).await?)
}

/// The paper of an account with what was done to it.
pub(crate) fn paper(account: &Account, note: Option<&str>) -> Reply<PaperInput> {
    let note = note.map(|done| {
        json!({
            "login": account.login, "name": account.name, "done": done,
            "posts": account.posts, "active": account.active,
            "held": account.hold.is_some(),
        })
        .to_string()
    });
    Ok(PaperInput {
        kind: ACCOUNT,
        id: account.login.clone(),
        version: Some(account.version),
        body: Some(serde_json::to_string(account).map_err(broken)?),
        note,
    })
}

/// Saves a post.
pub(crate) async fn save_post(base: &Base, act: &Act, post: &Post) -> Reply<()> {
    Ok(base.write_papers(act, &[post_paper(post)?]).await?)
}

/// The paper of a post, which the audit chain keeps whole.
pub(crate) fn post_paper(post: &Post) -> Reply<PaperInput> {
    let body = serde_json::to_string(post).map_err(broken)?;
    let note = Some(body.clone());
    Ok(PaperInput { kind: POST, id: post.id.clone(), version: None, body: Some(body), note })
}

/// What is wrong with an account as somebody wants it.
pub(crate) fn check(account: &Account, others: &[Account], posts: &[Post]) -> Vec<Finding> {
    let place = |field: &str| Place::Field {
        ledger: "账号".to_owned(),
        record: account.login.clone(),
        field: field.to_owned(),
    };
    let mut findings = Vec::new();
    let mut say = |field: &str, what: &str, mend: &str| {
        findings.push(Finding::must("account", place(field), what, mend));
    };
    let good = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || ".-_".contains(it);
    if account.login.is_empty() || account.login.len() > 32 || !account.login.chars().all(good) {
        say("登录名", "登录名不合规", "用小写字母、数字、点、横线或下划线，32 个以内");
    }
    let name = account.name.trim();
    if name.is_empty() || name.chars().count() > 30 {
        say("姓名", "姓名没有写，或超过 30 个字", "写真实姓名");
    }
    // The name stands in every list, workbook and document that the person touches.
    if !name.chars().all(|it| it.is_alphanumeric() || "·（）() ".contains(it)) {
        say("姓名", "姓名里有不能用的符号", "只用汉字、字母、数字、间隔号和括号");
    }
    if others.iter().any(|it| it.login != account.login && it.name == name) {
        say("姓名", "已有同名的账号，留痕里会分不清", "在姓名后加括号区分，如“李明（治超）”");
    }
    let known: BTreeSet<&str> =
        posts.iter().filter(|it| !it.closed).map(|it| it.id.as_str()).collect();
    if account.posts.iter().any(|it| !known.contains(it.as_str())) {
        say("岗位", "有的岗位不存在或已撤销", "重新选岗位");
    }
    if account.active && account.posts.is_empty() {
        say("岗位", "没有岗位，登录后什么也看不到", "至少选一个岗位");
    }
    findings
}

/// Makes the accounts of a base that has none: one administrator with a one-time password, which is given back to be
/// printed once.
pub(crate) async fn first(base: &Base, act: &Act) -> Reply<Option<(String, String)>> {
    if !base.papers(ACCOUNT).await?.is_empty() {
        return Ok(None);
    }
    let post = Post {
        id: "admin".to_owned(),
        title: "系统管理员".to_owned(),
        office: "办公室".to_owned(),
        roles: vec!["admin".to_owned()],
        closed: false,
    };
    save_post(base, act, &post).await?;
    let once = password::one_time()?;
    let account = Account {
        login: "admin".to_owned(),
        name: "系统管理员".to_owned(),
        posts: vec![post.id],
        password: password::hash(&once).await?,
        active: true,
        must_change: true,
        ..Account::default()
    };
    save(base, act, &account, Some("首次启动建账号")).await?;
    Ok(Some((account.login, once)))
}
