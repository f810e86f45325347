//! The people of the demo (演示账号): one user for every role, each in a fitting post.

use catalog::Catalog;
use ledger::Base;

use crate::api::account::{self, Account, Post};
use crate::api::password;
use crate::api::refusal::Reply;
use crate::api::state::system;

/// The password of all of them; it works nowhere but in a demo.
const PASSWORD: &str = "tongtu-2021";

/// Login, name, post, office, role.
const PEOPLE: [(&str, &str, &str, &str, &str); 9] = [
    ("jingban", "陈经办", "治超办经办", "治超办", "clerk"),
    ("shenhe", "林审核", "治超办负责人", "治超办", "reviewer"),
    ("fazhi", "黄法制", "法制审核", "执法股", "legal"),
    ("fenguan", "李分管", "分管执法副局长", "执法线", "leader"),
    ("juzhang", "王局长", "局长", "局领导", "chief"),
    ("wengao", "周文稿", "办公室文稿", "办公室", "writer"),
    ("taizhang", "吴台账", "台账管理员", "办公室", "steward"),
    ("shenji", "郑审计", "审计员", "纪检", "auditor"),
    ("guanli", "赵管理", "系统管理员", "办公室", "admin"),
];

/// Makes them when the base has no account; says how to sign in.
pub(crate) async fn people(base: &Base, catalog: &Catalog) -> Reply<Vec<String>> {
    if account::all(base).await?.is_empty() {
        let hashed = password::hash(PASSWORD).await?;
        for (login, name, title, office, role) in PEOPLE {
            let post = Post {
                id: login.to_owned(),
                title: title.to_owned(),
                office: office.to_owned(),
                roles: vec![role.to_owned()],
                closed: false,
            };
            account::save_post(base, &system(), &post).await?;
            let account = Account {
                login: login.to_owned(),
                name: name.to_owned(),
                posts: vec![login.to_owned()],
                password: hashed.clone(),
                active: true,
                ..Account::default()
            };
            account::save(base, &system(), &account, Some("建演示账号")).await?;
        }
    }
    let label = |role: &str| catalog.role(role).map_or(role.to_owned(), |it| it.label.clone());
    let mut lines =
        vec![format!("演示账号，密码都是 {PASSWORD}（演示时不要求动态口令，切勿用于正式数据）：")];
    lines.extend(PEOPLE.map(|it| format!("  {:<9}{}（{}，{}）", it.0, it.1, label(it.4), it.2)));
    Ok(lines)
}
