//! Record sets in canonical text, and what moved since they were sealed.

use indicator::{SealedFigure, SealedRow, canonical_set, moved};
use proptest::prelude::*;
use rust_decimal::Decimal;
use terms::Figure;

use crate::office::{Books, catalog, decimal};

fn row(part: u32, id: &str, version: i64, contribution: &str) -> SealedRow {
    let contribution = Some(decimal(contribution));
    SealedRow { part, id: id.to_owned(), ordinal: None, version, contribution }
}

fn figure(value: Option<&str>) -> Figure {
    let mut figure = Books::default().figure(catalog(), "overload/unloaded", "2021H1");
    figure.value = value.map(decimal);
    figure
}

fn sealed(value: &str, rows: &[SealedRow]) -> SealedFigure {
    SealedFigure { value: Some(decimal(value)), rows: rows.to_vec() }
}

#[test]
fn a_record_set_is_one_line_a_row_in_fixed_order() {
    let child =
        SealedRow { part: 0, id: "a".to_owned(), ordinal: Some(2), version: 3, contribution: None };
    let rows = [row(1, "a", 1, "1"), row(0, "b", 2, "12.50"), child, row(0, "a", 3, "0")];
    assert_eq!(canonical_set(&rows), "0 a@3 0\n0 a#2@3 -\n0 b@2 12.5\n1 a@1 1\n");
    assert_eq!(canonical_set(&[]), "");
}

#[test]
fn nothing_changed_is_still() {
    let rows = [row(0, "a", 1, "700"), row(0, "b", 1, "300")];
    let movement = moved(&sealed("1", &rows), &figure(Some("1")), &rows);
    assert!(movement.is_still());
    assert_eq!(movement.difference, Some(Decimal::ZERO));
}

#[test]
fn a_changed_an_entered_and_a_withdrawn_record_are_told_apart() {
    let then = [row(0, "a", 1, "700"), row(0, "b", 1, "300"), row(0, "c", 1, "50")];
    let now = [row(0, "a", 1, "700"), row(0, "b", 2, "900"), row(0, "d", 1, "40")];
    // 1.05 t then; 1.64 t now.
    let movement = moved(&sealed("1.05", &then), &figure(Some("1.64")), &now);
    assert_eq!(movement.difference, Some(decimal("0.59")));
    assert_eq!(movement.entered, [row(0, "d", 1, "40")]);
    assert_eq!(movement.left, [row(0, "c", 1, "50")]);
    assert_eq!(movement.changed.len(), 1);
    assert_eq!(movement.changed[0].before.contribution, Some(decimal("300")));
    assert_eq!(movement.changed[0].now.version, 2);
    assert!(movement.has_moved());
}

#[test]
fn a_remark_changes_the_record_but_not_the_figure() {
    let movement = moved(
        &sealed("1", &[row(0, "a", 1, "1000")]),
        &figure(Some("1")),
        &[row(0, "a", 2, "1000")],
    );
    assert!(!movement.has_moved());
    assert!(!movement.is_still());
    assert_eq!(movement.changed.len(), 1);
}

#[test]
fn a_value_that_is_lost_has_moved() {
    let movement = moved(&sealed("1", &[]), &figure(None), &[]);
    assert_eq!(movement.difference, None);
    assert!(movement.has_moved());
}

#[test]
fn a_quotient_kept_to_eight_places_has_not_moved() {
    let movement =
        moved(&sealed("3.07262570", &[]), &figure(Some("3.0726256983240223463687")), &[]);
    assert!(movement.is_still());
}

proptest! {
    #[test]
    fn the_order_of_rows_does_not_matter(
        rows in prop::collection::vec((0_u32..2, "[a-c]{1,3}", 1_i64..4, 0_i64..100), 0..12),
    ) {
        let rows: Vec<SealedRow> = rows
            .into_iter()
            .map(|(part, id, version, number)| row(part, &id, version, &number.to_string()))
            .collect();
        let mut turned = rows.clone();
        turned.reverse();
        prop_assert_eq!(canonical_set(&rows), canonical_set(&turned));
    }

    #[test]
    fn entered_minus_left_and_changes_make_the_difference(
        then in prop::collection::btree_map("[a-e]", 0_i64..1000, 0..5),
        now in prop::collection::btree_map("[a-e]", 0_i64..1000, 0..5),
    ) {
        let rows = |map: &std::collections::BTreeMap<String, i64>| -> Vec<SealedRow> {
            map.iter().map(|(id, number)| row(0, id, 1, &number.to_string())).collect()
        };
        let total = |rows: &[SealedRow]| -> Decimal { rows.iter().filter_map(|it| it.contribution).sum() };
        let (then, now) = (rows(&then), rows(&now));
        let mut figure = figure(None);
        figure.value = Some(total(&now));
        let sealed = SealedFigure { value: Some(total(&then)), rows: then };
        let movement = moved(&sealed, &figure, &now);
        let changed: Decimal = movement
            .changed
            .iter()
            .map(|it| it.now.contribution.unwrap() - it.before.contribution.unwrap())
            .sum();
        let difference = total(&movement.entered) - total(&movement.left) + changed;
        prop_assert_eq!(movement.difference, Some(difference));
    }
}
