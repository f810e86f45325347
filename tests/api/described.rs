//! The description of the interface beside what the server does: the part that comes from the code is kept in
//! `web/src/api/openapi.json`, from which the web's types are made; every answer of every test is held against it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::LazyLock;

use serde_json::{Map, Value as Json, json};

use super::support::{Answer, repository, shared};

/// Set to write the description down instead of comparing it.
const WRITE: &str = "TONGTU_WRITE_OPENAPI";

fn file() -> PathBuf {
    repository().join("web/src/api/openapi.json")
}

/// The description that is kept.
static KEPT: LazyLock<Json> = LazyLock::new(|| {
    serde_json::from_slice(&std::fs::read(file()).unwrap_or_default()).unwrap_or_default()
});

fn is_writing() -> bool {
    std::env::var_os(WRITE).is_some()
}

/// With the keys of every object in order, so that a difference is one of content.
fn sorted(json: Json) -> Json {
    match json {
        Json::Object(all) => {
            let all: BTreeMap<String, Json> =
                all.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            Json::Object(all.into_iter().collect())
        }
        Json::Array(all) => all.into_iter().map(sorted).collect(),
        plain @ (Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_)) => plain,
    }
}

#[test]
fn the_description_is_the_one_that_is_kept_and_holds_every_ledger() {
    let mut document = shared().stranger().get("/openapi.json").ok();
    let catalog = shared().sign_in("juzhang").get("/catalog").ok();
    let domains = catalog["domains"].as_array().unwrap();
    let ledgers: BTreeSet<&str> = domains
        .iter()
        .flat_map(|it| it["ledgers"].as_array().unwrap())
        .map(|it| it["id"].as_str().unwrap())
        .collect();
    let schemas = document["components"]["schemas"].as_object_mut().unwrap();
    let mut described = BTreeSet::new();
    schemas.retain(|_, schema| match schema["x-ledger"].as_str() {
        Some(ledger) => {
            described.insert(ledger.to_owned());
            false
        }
        None => true,
    });
    assert!(ledgers.len() > 100, "{ledgers:?}");
    let left: Vec<_> = ledgers.iter().filter(|it| !described.contains(**it)).collect();
    assert!(left.is_empty(), "not described: {left:?}");
    let text = format!("{:#}\n", sorted(document));
    if is_writing() {
        std::fs::write(file(), &text).unwrap();
    }
    let kept = std::fs::read_to_string(file()).unwrap_or_default();
    let differs = text.lines().zip(kept.lines()).position(|it| it.0 != it.1);
    assert!(
        text == kept,
        "the description has changed at line {}: write it with {WRITE}=1, then `npm run client` in web/",
        differs.map_or(0, |it| it + 1)
    );
}

/// Holds an answer against the description. What has no description (a route that is not there) is not held.
#[track_caller]
pub(crate) fn hold(method: &str, path: &str, answer: &Answer) {
    if is_writing() {
        return;
    }
    let Some(operation) = operation(&KEPT, method, path) else { return };
    let faults =
        unlike(&KEPT, operation, answer.status, &answer.header("content-type"), || answer.json());
    assert!(faults.is_empty(), "{method} {path} {}: {faults:#?}", answer.status);
}

/// The operation of a path: of those that fit, the one with the most words of its own.
fn operation<'d>(document: &'d Json, method: &str, path: &str) -> Option<&'d Json> {
    let path = path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    let fits = |template: &str| -> Option<usize> {
        let wanted: Vec<&str> = template.split('/').collect();
        let free = |it: &str| it.starts_with('{');
        let same = wanted.iter().zip(&parts).all(|it| free(it.0) || it.0 == it.1);
        let own = wanted.iter().filter(|it| !free(it)).count();
        (wanted.len() == parts.len() && same).then_some(own)
    };
    let paths = document["paths"].as_object()?;
    let found = paths.iter().filter_map(|it| Some((fits(it.0)?, it.1)));
    found.max_by_key(|it| it.0)?.1.get(method.to_lowercase())
}

/// What in an answer is not as it is described.
fn unlike(
    document: &Json,
    operation: &Json,
    status: u16,
    media_type: &str,
    body: impl FnOnce() -> Json,
) -> Vec<String> {
    let responses = &operation["responses"];
    let response = match responses.get(status.to_string()) {
        Some(response) => response,
        None if status >= 400 => &responses["default"],
        None => return vec![format!("no answer with {status} is described")],
    };
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    let Some(content) = response.get("content") else {
        let empty = media_type.is_empty();
        return if empty { vec![] } else { vec![format!("{media_type} is not described")] };
    };
    let Some(described) = content.get(media_type).or_else(|| content.get("*/*")) else {
        return vec![format!("“{media_type}” is none of {content}")];
    };
    let mut faults = Vec::new();
    if media_type == "application/json" {
        compare(document, &described["schema"], &body(), "", &mut faults);
    }
    faults
}

/// An object's properties, those that must be there, and the schema of any other.
#[derive(Default)]
struct Shape<'d> {
    properties: BTreeMap<&'d str, &'d Json>,
    required: BTreeSet<&'d str>,
    other: Option<&'d Json>,
}

impl<'d> Shape<'d> {
    fn gather(&mut self, document: &'d Json, schema: &'d Json) {
        let schema = resolved(document, schema);
        let own = schema["properties"].as_object().into_iter().flatten();
        self.properties.extend(own.map(|it| (it.0.as_str(), it.1)));
        let required = schema["required"].as_array().into_iter().flatten();
        self.required.extend(required.filter_map(Json::as_str));
        self.other = self.other.or(schema.get("additionalProperties"));
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.gather(document, part);
        }
    }
}

fn resolved<'d>(document: &'d Json, schema: &'d Json) -> &'d Json {
    match schema["$ref"].as_str() {
        Some(to) => &document["components"]["schemas"][to.rsplit('/').next().unwrap()],
        None => schema,
    }
}

fn type_of(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(number) if number.is_f64() => "number",
        Json::Number(_) => "integer",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}

/// Compares a value with a schema; a property that the schema does not name is a fault too.
fn compare(document: &Json, schema: &Json, value: &Json, at: &str, faults: &mut Vec<String>) {
    let schema = resolved(document, schema);
    for key in ["oneOf", "anyOf"] {
        let Some(choices) = schema[key].as_array() else { continue };
        let of_each = choices.iter().map(|choice| {
            let mut faults = Vec::new();
            compare(document, choice, value, at, &mut faults);
            faults
        });
        let fewest = of_each.min_by_key(Vec::len);
        return faults.extend(fewest.unwrap_or_default());
    }
    let known = |it: &Json| it == type_of(value) || it == "number" && value.is_number();
    let wanted = &schema["type"];
    let right = wanted.is_null()
        || known(wanted)
        || wanted.as_array().is_some_and(|it| it.iter().any(known));
    if !right {
        return faults.push(format!("{at}: {value} is no {}", schema["type"]));
    }
    if let Some(words) = schema["enum"].as_array().filter(|it| !it.contains(value)) {
        return faults.push(format!("{at}: {value} is none of {words:?}"));
    }
    match value {
        Json::Array(all) if schema.get("items").is_some() => {
            for (number, item) in all.iter().enumerate() {
                compare(document, &schema["items"], item, &format!("{at}[{number}]"), faults);
            }
        }
        Json::Object(all) => object(document, schema, all, at, faults),
        Json::Array(_) | Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

fn object(
    document: &Json,
    schema: &Json,
    value: &Map<String, Json>,
    at: &str,
    faults: &mut Vec<String>,
) {
    let mut shape = Shape::default();
    shape.gather(document, schema);
    let anything = schema["type"].is_null() && schema["allOf"].is_null();
    for name in shape.required.iter().filter(|it| !value.contains_key(**it)) {
        faults.push(format!("{at}: no {name}"));
    }
    for (name, item) in value {
        let below = format!("{at}.{name}");
        match shape.properties.get(name.as_str()).copied().or(shape.other) {
            Some(schema) => compare(document, schema, item, &below, faults),
            None if anything => {}
            None => faults.push(format!("{below} is not described")),
        }
    }
}

#[test]
fn an_answer_that_is_not_as_described_is_found_out() {
    let document = json!({
        "paths": {
            "/things/{id}": { "get": { "responses": {
                "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } },
                "default": { "content": { "application/json": { "schema": { "type": "object", "required": ["text"],
                    "properties": { "text": { "type": "string" } } } } } },
            } } },
            "/things/new": { "get": { "responses": { "204": {} } } },
        },
        "components": { "schemas": {
            "Named": { "type": "object", "required": ["name"], "properties": { "name": { "type": "string" } } },
            "Thing": { "allOf": [{ "$ref": "#/components/schemas/Named" }, { "type": "object", "required": ["size"],
                "properties": {
                    "size": { "type": ["integer", "null"] },
                    "colour": { "type": "string", "enum": ["red", "green"] },
                    "cells": { "type": "object", "additionalProperties": { "type": "string" } },
                    "parts": { "type": "array", "items": { "oneOf": [{ "$ref": "#/components/schemas/Named" }, { "type": "null" }] } },
                    "any": {},
                } }] },
        } },
    });
    let faults = |status: u16, body: Json| {
        let thing = operation(&document, "GET", "/things/7?full=1").unwrap();
        unlike(&document, thing, status, "application/json", || body)
    };
    let good = json!({ "name": "a", "size": null, "colour": "red", "cells": { "x": "1" }, "any": { "y": 1 },
        "parts": [null, { "name": "b" }] });
    assert_eq!(faults(200, good), Vec::<String>::new());
    for (bad, why) in [
        (json!({ "name": "a" }), ": no size"),
        (json!({ "size": 1 }), ": no name"),
        (json!({ "name": "a", "size": "1" }), ".size: \"1\" is no [\"integer\",\"null\"]"),
        (json!({ "name": "a", "size": 1, "wide": 2 }), ".wide is not described"),
        (
            json!({ "name": "a", "size": 1, "colour": "blue" }),
            ".colour: \"blue\" is none of [String(\"red\"), String(\"green\")]",
        ),
        (json!({ "name": "a", "size": 1, "cells": { "x": 1 } }), ".cells.x: 1 is no \"string\""),
        (json!({ "name": "a", "size": 1, "parts": [{}] }), ".parts[0]: no name"),
    ] {
        assert_eq!(faults(200, bad), [why]);
    }
    assert_eq!(faults(404, json!({ "text": "没有" })), Vec::<String>::new());
    assert_eq!(faults(404, json!({})), [": no text"]);
    assert_eq!(faults(201, json!({})), ["no answer with 201 is described"]);
    let new = operation(&document, "GET", "/things/new").unwrap();
    assert_eq!(unlike(&document, new, 204, "", || json!({})), Vec::<String>::new());
    assert_eq!(
        unlike(&document, new, 204, "application/json", || json!({})),
        ["application/json is not described"]
    );
}

/// Every route that answers with JSON and needs nothing but what the demo has is asked by who may, and answers.
#[test]
fn an_answer_of_every_tag_is_as_it_is_described() {
    let mut tags: BTreeMap<&str, u32> = BTreeMap::new();
    let people = ["juzhang", "shenji", "guanli", "taizhang"].map(|it| shared().sign_in(it));
    for (path, item) in KEPT["paths"].as_object().unwrap() {
        let operation = &item["get"];
        let is_json = operation["responses"]["200"]["content"].get("application/json").is_some();
        if !is_json || path.contains('{') {
            continue;
        }
        let query = if path.contains("search") { "?q=%E7%B2%A4R" } else { "?period=2021H1" };
        let path = format!("{}{query}", path.trim_start_matches("/api/v1"));
        let answered = people.iter().filter(|it| it.get(&path).status == 200).count();
        if answered > 0 {
            *tags.entry(operation["tags"][0].as_str().unwrap()).or_default() += 1;
        }
    }
    let tags: Vec<&str> = tags.into_keys().collect();
    assert_eq!(
        tags,
        [
            "audit",
            "calendars",
            "catalog",
            "checks",
            "definitions",
            "due",
            "exchanges",
            "figures",
            "imports",
            "people",
            "reports",
            "search",
            "session",
            "system",
            "todo"
        ]
    );
}
