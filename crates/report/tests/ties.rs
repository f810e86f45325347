//! The founding report's numbers against the figures of the demo ledgers (与台账对应): which figure, and whether it agrees.
//!
//! The material lies beside the repository; without it these tests say so and stop.

mod slice;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use catalog::Catalog;
use report::check::tie::{Known, Outcome};
use report::check::{Checked, Options, check_text, read_text};
use rust_decimal::Decimal;
use terms::{Figure, Period};

use slice::IN_ORDER;

fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn founding_report() -> Option<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seed/report.txt");
    let text = fs::read_to_string(&file).ok();
    if text.is_none() {
        say(&format!("skipped: the founding report is not here ({})", file.display()));
    }
    text
}

/// The figures of the catalog, each value changed by `change`.
fn known(change: impl Fn(Decimal) -> Decimal) -> Known {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
    let sources = catalog::load_dir(&folder).expect("the definitions can be read");
    let catalog: Catalog = catalog::load(&sources).0;
    let period: Period = "2021H1".parse().expect("a period");
    let figures: BTreeMap<String, Figure> = catalog
        .indicators
        .values()
        .map(|def| {
            let value = IN_ORDER.iter().find(|it| def.refs.iter().any(|own| own == it.0));
            let figure = Figure {
                id: def.id.clone(),
                refs: def.refs.clone(),
                title: def.title.clone(),
                value: value.map(|it| change(it.1.parse().expect("a number"))),
                unit: def.unit.clone(),
                places: def.places,
                period,
                as_of: period.last_day(),
                records: 0,
                parts: Vec::new(),
                fingerprint: String::new(),
                notes: Vec::new(),
            };
            (def.id.clone(), figure)
        })
        .collect();
    Known::new(&catalog, &[&catalog.reports["half_year"]], &figures)
}

/// What a text's ties are: words, register number of the likeliest figure, outcome; unsupported numbers left out, and
/// those tied to a figure outside of the slice, which has no value here.
fn ties(text: &str, known: &Arc<Known>) -> Vec<(String, String, Outcome)> {
    let text = read_text("report.txt", text.as_bytes()).expect("a text");
    let checked = Checked::new(&text, "2021H1".parse().ok()).tied(Some(Arc::clone(known)));
    let tied = checked.ties.iter().filter(|it| it.outcome != Outcome::Unsupported);
    let found = tied.filter(|it| known.figures[it.figures[0]].value.is_some());
    found
        .map(|it| {
            let figure = &known.figures[it.figures[0]];
            let number = figure.refs.first().unwrap_or(&figure.id).clone();
            (text.slice(it.span).to_owned(), number, it.outcome)
        })
        .collect()
}

#[test]
fn every_number_of_the_slice_is_tied_and_none_wrongly() {
    let Some(text) = founding_report() else { return };
    let seen = ties(&text, &Arc::new(known(|it| it)));
    for (words, number, outcome) in &seen {
        say(&format!("{number} {words} {}", outcome.label()));
    }
    let numbers: Vec<&str> = seen.iter().map(|it| it.1.as_str()).collect();
    assert_eq!(numbers, IN_ORDER.iter().map(|it| it.0).collect::<Vec<_>>());
    assert!(seen.iter().all(|it| it.2 == Outcome::Agrees), "{seen:?}");
}

/// A tie that looked at values would lose the numbers that are wrong, which are those that matter.
#[test]
fn numbers_are_tied_by_their_words_even_when_every_value_is_another() {
    let Some(text) = founding_report() else { return };
    let seen = ties(&text, &Arc::new(known(|it| it + Decimal::from(777_777))));
    let wrong: Vec<_> =
        seen.iter().zip(IN_ORDER).filter(|(seen, expected)| seen.1 != expected.0).collect();
    let sure = seen.iter().filter(|it| it.2 == Outcome::Differs).count();
    say(&format!(
        "tied by words alone: {sure} of {}, {} in doubt",
        IN_ORDER.len(),
        seen.len() - sure
    ));
    assert_eq!(seen.len(), IN_ORDER.len());
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(sure * 100 >= IN_ORDER.len() * 95, "{seen:?}");
}

#[test]
fn a_changed_number_is_said_at_its_place() {
    let Some(text) = founding_report() else { return };
    let known = Arc::new(known(|it| it));
    let options = |text: &str| {
        let text = read_text("report.txt", text.as_bytes()).expect("a text");
        let options = Options { known: Some(Arc::clone(&known)), ..Options::default() };
        let found = check_text(&text, &options);
        let found = found.into_iter().filter(|it| it.rule == "figure_differs");
        found.map(|it| (it.quote, it.message)).collect::<Vec<_>>()
    };
    assert_eq!(options(&text), []);
    let whole = read_text("report.txt", text.as_bytes()).expect("a text");
    let checked = Checked::new(&whole, None).tied(Some(Arc::clone(&known)));
    let (mut tried, mut missed) = (0, Vec::new());
    for tie in checked.ties.iter().filter(|it| it.outcome == Outcome::Agrees) {
        let Some(mention) = tie.mention.map(|it| &checked.mentions[it]) else { continue };
        let old = checked.slice(tie.span);
        let digits = &whole.paragraphs[tie.span.paragraph].text[mention.number.clone()];
        let last = digits.chars().last().and_then(|it| it.to_digit(10)).expect("a digit");
        let new = format!("{}{}", &digits[..digits.len() - 1], (last + 1) % 10);
        let paragraph = &whole.paragraphs[tie.span.paragraph].text;
        let changed = format!(
            "{}{new}{}",
            &paragraph[..mention.number.start],
            &paragraph[mention.number.end..]
        );
        let found = options(&text.replace(paragraph.trim(), changed.trim()));
        tried += 1;
        if found.len() != 1 || !found[0].0.starts_with(&new) {
            missed.push((old.to_owned(), new, found));
        }
    }
    say(&format!("changed numbers found: {} of {tried}", tried - missed.len()));
    assert!(missed.len() * 100 <= tried * 5, "{missed:?}");
}

/// What a colleague would write as well: another order, other sentences, other headings. Not every number is known
/// again, but none is taken for another.
#[test]
fn other_words_for_the_same_figures_are_tied_rightly_or_not_at_all() {
    let known = Arc::new(known(|it| it));
    let text = "阳山县2021年上半年治超情况\n一、路警联合治超\n今年1至6月，全县治超联合执法队检查货运车辆5087辆次，立案查处超限超载310宗，卸货6050.71吨，出动执法人员4233人次。\n二、春运\n春运共投入客车156辆，运送旅客6.3万人，同比上升20.96%，没有旅客滞留。\n三、安装视频装置\n应安装车辆716辆，已安装716辆，完成率100%。\n四、信访\n受理信访件8宗，政协提案10件。\n";
    let right = [
        ("5087辆次", "F060"),
        ("310宗", "F061"),
        ("6050.71吨", "F063"),
        ("4233人次", "F058"),
        ("156辆", "F095"),
        ("6.3万人", "F096"),
        ("20.96%", "F097"),
        ("没有旅客滞留", "F099"),
    ];
    let seen = ties(text, &known);
    let wrong: Vec<_> =
        seen.iter().filter(|it| !right.contains(&(it.0.as_str(), it.1.as_str()))).collect();
    say(&format!("in other words: {} of {} tied", seen.len(), right.len()));
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(seen.len() * 2 >= right.len(), "{seen:?}");
}
