//! Templates, and workbooks that are no ledgers.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use jiff::civil::Date;
use rust_decimal::Decimal;
use sheet::{Book, BookCell, BookSheet, template};

use crate::office::{ledger, office, read_file, said};

#[test]
fn a_template_is_read_as_an_empty_ledger() {
    let catalog = office();
    for id in ["law/case", "law/attendance", "law/parcel"] {
        let bytes = template(&catalog, ledger(&catalog, id)).unwrap();
        let reading = read_file(id, "模板.xlsx", &bytes);
        assert_eq!(said(&reading), Vec::<String>::new(), "{id}");
        assert!(reading.rows.is_empty());
        assert!(reading.mapping.iter().all(|it| it.field.is_some()), "{:#?}", reading.mapping);
    }
}

#[test]
fn a_book_keeps_types_and_is_the_same_every_time() {
    let book = Book {
        title: "数据底稿".to_owned(),
        sheets: vec![
            BookSheet {
                name: "数据底稿".to_owned(),
                heading: vec!["数据底稿".to_owned(), "2021 年上半年".to_owned()],
                columns: vec![
                    ("数".to_owned(), 10),
                    ("值".to_owned(), 0),
                    ("日期".to_owned(), 0),
                    ("明细".to_owned(), 30),
                ],
                rows: vec![vec![
                    BookCell::Text("=HYPERLINK(\"x\")".to_owned()),
                    BookCell::Decimal(Decimal::new(458_466, 2), 2),
                    BookCell::Date(Date::constant(2021, 6, 30)),
                    BookCell::Link {
                        text: "看记录".to_owned(), sheet: "F013/征地".to_owned()
                    },
                ]],
            },
            BookSheet { name: "F013/征地".to_owned(), ..BookSheet::default() },
        ],
    };
    let bytes = book.write(Date::constant(2021, 7, 1)).unwrap();
    assert_eq!(bytes, book.write(Date::constant(2021, 7, 1)).unwrap());
    let mut workbook = Xlsx::new(Cursor::new(&bytes)).unwrap();
    assert_eq!(workbook.sheet_names(), ["数据底稿", "F013征地"]);
    let range = workbook.worksheet_range("数据底稿").unwrap();
    assert_eq!(range.get_value((3, 0)), Some(&Data::String("=HYPERLINK(\"x\")".to_owned())));
    assert_eq!(range.get_value((3, 1)), Some(&Data::Float(4584.66)));
    assert!(
        matches!(range.get_value((3, 2)), Some(Data::DateTime(at)) if at.as_f64().to_string() == "44377")
    );
    assert!(
        workbook
            .hyperlinks_by_sheet_name("数据底稿")
            .unwrap()
            .iter()
            .any(|it| it.location.as_deref() == Some("'F013征地'!A1"))
    );
}
