//! Reading the official calendar (读工作日历): one file a year.

use jiff::ToSpan;

use super::node::File;
use crate::Calendar;

pub(crate) fn read(file: &File<'_>, local: bool, calendar: &mut Calendar) {
    file.read("日历", |top| {
        let year = top.count("year", 9000).and_then(|it| i16::try_from(it).ok()).unwrap_or(0);
        if year < 1949 {
            file.fault("missing_key", top.span.clone(), "日历没有写年份", "如 year = 2021");
        } else if calendar.years.contains(&year) {
            file.fault(
                "duplicate",
                top.span_of("year"),
                format!("{year}年的日历写了两份"),
                "删去一份",
            );
        } else {
            calendar.years.push(year);
            calendar.years.sort_unstable();
        }
        calendar.sources.entry(year).or_insert((top.need_text("cite"), local));
        for (key, works) in [("off", false), ("work", true)] {
            for table in top.tables(key, "日子") {
                let day = table.need_day("day");
                let name = table.need_text("name");
                table.finish();
                let Some(day) = day else { continue };
                // A notice may reach into the last days of the year before.
                let near = day.year() == year || day.saturating_add(7.days()).year() == year;
                if !near {
                    file.fault(
                        "calendar",
                        table.span.clone(),
                        format!("{day} 不在{year}年"),
                        "移到那一年的文件",
                    );
                }
                if calendar
                    .notices
                    .insert(day, (works, name))
                    .is_some_and(|before| before.0 != works)
                {
                    file.fault(
                        "duplicate",
                        table.span.clone(),
                        format!("{day} 既放假又上班"),
                        "核对国务院办公厅通知",
                    );
                }
            }
        }
    });
}
