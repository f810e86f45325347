//! What is offered while typing (补全): values in use, codes, records to link to, by any part of the text or by the first
//! letters of its pinyin.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use axum::extract::Path;
use axum::routing::get;
use axum::{Json, Router};
use catalog::{
    Condition, FieldDef, FieldRef, FieldType, LedgerDef, Meta, Order, Query as Asking, Test,
};
use ledger::Listing;
use pinyin::{ToPinyin as _, ToPinyinMulti as _};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json_};
use terms::Value;

use crate::api::answer::Items;
use crate::api::filter::{column, sought, words};
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::receiver;
use crate::api::record::values;
use crate::api::records::LedgerPath;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::context::today;

/// How many of the latest rows are looked at for values in use.
const LATEST: u32 = 20_000;
/// Registers that are asked besides the ledger itself.
const REGISTERS_MAX: usize = 3;
/// Characters of what was typed that count.
const TYPED_MAX: usize = 40;

/// Routes below the records of a ledger.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/ledgers/{domain}/{name}/records/offer", get(offer))
        .route("/ledgers/{domain}/{name}/records/last", get(last))
}

/// What is being typed.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Typing {
    /// Name of the field, `lines.field` for one of the child rows.
    field: String,
    /// What stands there so far: any part of the value, or first letters of its pinyin.
    q: String,
    /// Offers wanted, 1 to 50.
    limit: Option<usize>,
}

/// One offer.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Offer {
    /// As it is typed in.
    value: String,
    /// As it is shown.
    label: String,
    /// How often it is in use.
    times: u64,
}

/// Offers values for a field.
#[utoipa::path(get, path = "/api/v1/ledgers/{domain}/{name}/records/offer", tag = "records",
    params(("domain" = String, Path), ("name" = String, Path), Typing), responses((status = 200, body = Items<Offer>), (status = 400), (status = 403)))]
pub(crate) async fn offer(
    viewer: Viewer,
    Path((domain, name)): LedgerPath,
    Query(typing): Query<Typing>,
) -> Reply<Json<Items<Offer>>> {
    let def = viewer.ledger(&domain, &name)?;
    let q: String = typing.q.trim().chars().take(TYPED_MAX).collect();
    let limit = typing.limit.unwrap_or(8).clamp(1, 50);
    let (field, asking, reference) = target(&viewer, def, &typing.field)?;
    let mut offers = match &field.ty {
        _ if receiver::is_receiver(&viewer.catalog, def, field) => {
            receivers(&viewer, def, &used(&viewer, &asking, &reference).await?).await?
        }
        FieldType::LongText | FieldType::File | FieldType::Lines { .. } | FieldType::Point => {
            Vec::new()
        }
        FieldType::Link { ledger } => return linked(&viewer, ledger, &q, limit).await,
        FieldType::Code { list } => {
            codes(&viewer, list, &used(&viewer, &asking, &reference).await?)
        }
        FieldType::Division => {
            codes(&viewer, "division", &used(&viewer, &asking, &reference).await?)
        }
        FieldType::Indicator => indicators(&viewer, &used(&viewer, &asking, &reference).await?),
        FieldType::Plate | FieldType::Organisation | FieldType::Person => {
            let mut times = used(&viewer, &asking, &reference).await?;
            for (value, more) in registered(&viewer, def, field).await? {
                *times.entry(value).or_default() += more;
            }
            plain(times)
        }
        FieldType::Text { .. }
        | FieldType::Integer
        | FieldType::Decimal { .. }
        | FieldType::Money
        | FieldType::Mass
        | FieldType::Date
        | FieldType::Time
        | FieldType::DateTime
        | FieldType::YesNo
        | FieldType::Road
        | FieldType::Stake
        | FieldType::Phone
        | FieldType::IdNumber
        | FieldType::CreditCode => plain(used(&viewer, &asking, &reference).await?),
    };
    offers.retain(|it| fits(&it.label, &q) || fits(&it.value, &q));
    offers.sort_by_key(|it| {
        (!it.label.starts_with(&q) && !it.value.starts_with(&q), Reverse(it.times))
    });
    offers.truncate(limit);
    Ok(Json(Items { items: offers }))
}

/// The field that is typed in, and where its values are in use; personal data only for who may see it.
fn target<'d>(
    viewer: &Viewer,
    def: &'d LedgerDef,
    name: &str,
) -> Reply<(&'d FieldDef, Asking, FieldRef)> {
    let conditions = viewer.sight(def, "see").unwrap_or_default();
    let asking = |lines: Option<&str>| Asking {
        ledger: def.id.clone(),
        lines: lines.map(str::to_owned),
        conditions: conditions.clone(),
    };
    let missing = || Refusal::bad(format!("台账“{}”没有字段“{name}”", def.title));
    let Some((lines, child)) = name.split_once('.') else {
        let (reference, field) = column(viewer, def, name)?;
        return Ok((field.ok_or_else(missing)?, asking(None), reference));
    };
    let fields = def.line_fields(lines).ok_or_else(missing)?;
    let field = fields.iter().find(|it| it.name == child).ok_or_else(missing)?;
    let private = field.private || def.field(lines).is_some_and(|it| it.private);
    if private && !viewer.may_private(def) {
        let text = format!("“{}”是个人信息，您的岗位看不到用过的值", field.label);
        return Err(Refusal::forbidden(text));
    }
    Ok((field, asking(Some(lines)), FieldRef::Own(child.to_owned())))
}

/// Values in use with how often each comes.
async fn used(
    viewer: &Viewer,
    asking: &Asking,
    reference: &FieldRef,
) -> Reply<BTreeMap<String, u64>> {
    let found = viewer.base.recent_values(asking, reference, LATEST).await?;
    Ok(found.into_iter().map(|(value, times)| (value.canonical(), times)).collect())
}

fn plain(times: BTreeMap<String, u64>) -> Vec<Offer> {
    let offer = |(value, times): (String, u64)| Offer { label: value.clone(), value, times };
    times.into_iter().map(offer).collect()
}

/// Everybody who can be reminded; those in use first.
async fn receivers(
    viewer: &Viewer,
    def: &LedgerDef,
    times: &BTreeMap<String, u64>,
) -> Reply<Vec<Offer>> {
    let offer = |(value, it): (String, receiver::Receiver)| Offer {
        label: if it.about.is_empty() {
            value.clone()
        } else {
            format!("{value}（{}）", it.about)
        },
        times: times.get(&value).copied().unwrap_or(0),
        value,
    };
    Ok(receiver::living(viewer, def).await?.into_iter().map(offer).collect())
}

/// Codes in force today; those in use first.
fn codes(viewer: &Viewer, list: &str, times: &BTreeMap<String, u64>) -> Vec<Offer> {
    let items = viewer.catalog.codes.get(list).map(|it| it.items.as_slice()).unwrap_or_default();
    let day = today();
    let offer = |it: &catalog::CodeItem| Offer {
        value: it.code.clone(),
        label: it.label.clone(),
        times: times.get(&it.code).or_else(|| times.get(&it.label)).copied().unwrap_or(0),
    };
    items.iter().filter(|it| it.in_force(day)).map(offer).collect()
}

/// Names out of the registers whose key is of this type: vehicles for a plate, companies for an organisation.
async fn registered(
    viewer: &Viewer,
    own: &LedgerDef,
    field: &FieldDef,
) -> Reply<Vec<(String, u64)>> {
    let mut found = Vec::new();
    let mut asked = 0;
    for def in viewer.catalog.ledgers.values().filter(|it| it.id != own.id) {
        let [key] = def.key.as_slice() else { continue };
        let keyed = def
            .field(key)
            .is_some_and(|it| it.ty == field.ty && (!it.private || viewer.may_private(def)));
        let (true, Some(conditions)) = (keyed, viewer.sight(def, "see")) else { continue };
        let asking = Asking { ledger: def.id.clone(), lines: None, conditions };
        let values =
            viewer.base.recent_values(&asking, &FieldRef::Own(key.clone()), LATEST).await?;
        found.extend(values.into_iter().map(|(value, times)| (value.canonical(), times)));
        asked += 1;
        if asked == REGISTERS_MAX {
            break;
        }
    }
    Ok(found)
}

/// Records to link to: by their key, each with what tells it from others.
async fn linked(viewer: &Viewer, ledger: &str, q: &str, limit: usize) -> Reply<Json<Items<Offer>>> {
    let none = || Ok(Json(Items { items: Vec::new() }));
    let target = viewer.ledger_by_id(ledger)?;
    let hidden = |name: &String| target.field(name).is_none_or(|it| it.private);
    if target.key.is_empty() || target.key.iter().any(hidden) && !viewer.may_private(target) {
        return none();
    }
    let mut conditions = viewer.sight(target, "see").unwrap_or_default();
    conditions.extend(words(viewer, target, &sought(q)));
    let asking = Asking { ledger: target.id.clone(), lines: None, conditions };
    // Latest first; ids grow with time.
    let orders = [Order { field: FieldRef::Meta(Meta::Id), descending: true }];
    let listing = Listing { limit, orders: &orders, ..Listing::new(&asking) };
    let found = viewer.base.list(&listing).await?.items;
    let offer = |it: &ledger::Record| {
        let value = it.row.key(target);
        Offer { label: described(viewer, target, it, &value), value, times: 0 }
    };
    Ok(Json(Items { items: found.iter().map(offer).collect() }))
}

/// Indicators by their titles; those in use first.
fn indicators(viewer: &Viewer, times: &BTreeMap<String, u64>) -> Vec<Offer> {
    let offer = |it: &catalog::IndicatorDef| Offer {
        value: it.id.clone(),
        label: it.title.clone(),
        times: times.get(&it.id).copied().unwrap_or(0),
    };
    viewer.catalog.indicators.values().map(offer).collect()
}

/// A record's key with the first two texts that say more.
fn described(viewer: &Viewer, def: &LedgerDef, record: &ledger::Record, key: &str) -> String {
    let telling = |it: &&FieldDef| {
        !it.private
            && !def.key.contains(&it.name)
            && matches!(
                it.ty,
                FieldType::Text { .. }
                    | FieldType::Organisation
                    | FieldType::Person
                    | FieldType::Plate
                    | FieldType::Division
                    | FieldType::Code { .. }
            )
    };
    let named: Vec<&FieldDef> = if def.summary.is_empty() {
        def.fields.iter().filter(telling).collect()
    } else {
        def.summary.iter().filter_map(|it| def.field(it)).filter(|it| !it.private).collect()
    };
    let texts = named.into_iter().filter_map(|it| {
        let text = viewer.reader(def).value(it, record.row.get(def, &it.name));
        Some(text).filter(|it| !it.is_empty())
    });
    std::iter::once(key.to_owned()).chain(texts.take(2)).collect::<Vec<_>>().join(" · ")
}

/// Whether a text holds what was typed, or its pinyin begins so somewhere: 治超办 for “zcb” and for “cb”.
fn fits(text: &str, typed: &str) -> bool {
    if typed.is_empty() || text.to_lowercase().contains(&typed.to_lowercase()) {
        return true;
    }
    if !typed.bytes().all(|it| it.is_ascii_alphanumeric()) {
        return false;
    }
    let letters: Vec<char> = typed.to_ascii_lowercase().chars().collect();
    let marks: Vec<char> = text.chars().take(200).collect();
    marks
        .windows(letters.len())
        .any(|it| it.iter().zip(&letters).all(|(mark, letter)| begins(*mark, *letter)))
}

/// A Chinese title in letters, at most so many: 路灯维护 → `lu_deng_wei_hu`. Starts with a letter; `book` where nothing can
/// be spelled.
pub(crate) fn spelled(text: &str, max: usize) -> String {
    let mut out = String::new();
    for mark in text.chars().take(40) {
        let syllable = match mark.to_pinyin() {
            Some(reading) => reading.plain().replace('ü', "v"),
            None if mark.is_ascii_alphanumeric() => mark.to_ascii_lowercase().to_string(),
            None => continue,
        };
        let joined = if out.is_empty() || mark.is_ascii() { "" } else { "_" };
        if out.len() + joined.len() + syllable.len() > max {
            break;
        }
        out.push_str(joined);
        out.push_str(&syllable);
    }
    if out.starts_with(|it: char| it.is_ascii_lowercase()) { out } else { format!("book{out}") }
}

/// Whether a reading of a character begins with a letter.
fn begins(mark: char, letter: char) -> bool {
    mark.to_ascii_lowercase() == letter
        || mark
            .to_pinyin_multi()
            .is_some_and(|it| it.into_iter().any(|it| it.first_letter().starts_with(letter)))
}

/// What the viewer entered last.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct LastValues {
    /// By field name, without personal data; null before the first.
    #[schema(value_type = Option<BTreeMap<String, String>>)]
    values: Option<Map<String, Json_>>,
}

/// The record that the viewer entered last, to begin the next one with.
#[utoipa::path(get, path = "/api/v1/ledgers/{domain}/{name}/records/last", tag = "records",
    params(("domain" = String, Path), ("name" = String, Path)), responses((status = 200, body = LastValues), (status = 404)))]
pub(crate) async fn last(
    viewer: Viewer,
    Path((domain, name)): LedgerPath,
) -> Reply<Json<LastValues>> {
    let def = viewer.ledger(&domain, &name)?;
    let mut conditions = viewer.sight(def, "see").unwrap_or_default();
    let own = Test::Eq(Value::Text(viewer.name.clone()));
    conditions.push(Condition { field: FieldRef::Meta(Meta::CreatedBy), test: own });
    let asking = Asking { ledger: def.id.clone(), lines: None, conditions };
    let orders = [Order { field: FieldRef::Meta(Meta::Id), descending: true }];
    let listing = Listing { limit: 1, orders: &orders, ..Listing::new(&asking) };
    let found = viewer.base.list(&listing).await?.items.pop();
    // Personal data of the last person is nothing to begin the next one with.
    let found = found.map(|it| values(&def.fields, &it.row.values, true));
    let values = found.map(|(mut values, masked)| {
        values.retain(|name, _| !masked.contains(name));
        values
    });
    Ok(Json(LastValues { values }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_spelled_into_a_name() {
        for (title, name) in [
            ("路灯维护", "lu_deng_wei_hu"),
            ("G240线绿化", "g240_xian_lv_hua"),
            ("2021年清障", "book2021_nian_qing_zhang"),
            ("？", "book"),
            ("一二三四五六七八九十一二三四五", "yi_er_san_si_wu_liu_qi"),
        ] {
            assert_eq!(spelled(title, 24), name);
        }
    }

    #[test]
    fn a_name_is_found_by_the_first_letters_of_its_pinyin() {
        for (text, typed) in [
            ("治超办", "zcb"),
            ("治超办", "CB"),
            ("治超办", "超"),
            ("粤R12345 黄", "r123"),
            ("重庆货运公司", "cq"),
            ("重型货车", "zx"),
            ("S260线", "s260x"),
            ("", ""),
        ] {
            assert!(fits(text, typed), "{text} {typed}");
        }
        for (text, typed) in [("治超办", "zb"), ("治超办", "zcbx"), ("治超办", "办超"), ("", "a")]
        {
            assert!(!fits(text, typed), "{text} {typed}");
        }
    }
}
