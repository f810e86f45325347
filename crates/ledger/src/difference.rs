//! Set difference of two queries (口径差异): only in the first, in both, only in the second.
//!
//! Both queries speak of the same rows, so a row is told apart by which conditions it meets: one scan counts all
//! three parts, and each part lists its rows in the order of entry.

use catalog::{Condition, FieldRef, Query};
use jiff::Timestamp;

use crate::StoreError;
use crate::list::{ListRow, Listing, load_rows, page, whole};
use crate::record::{Base, Reader};
use crate::select::{Scope, Sql};

/// One part of a difference.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Side {
    /// Number of rows, exact.
    pub count: u64,
    /// The first rows in the order of entry, as many as were asked for.
    pub rows: Vec<ListRow>,
}

/// What two queries have in common and what not (口径差异).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Rows of the first query only.
    pub only_a: Side,
    /// Rows of both.
    pub both: Side,
    /// Rows of the second query only.
    pub only_b: Side,
}

/// Two queries to be compared, and how (口径比较).
#[derive(Debug, Clone, Copy)]
pub struct Comparison<'a> {
    /// The first query.
    pub a: &'a Query,
    /// The second query, over the same ledger and lines.
    pub b: &'a Query,
    /// Columns of the listed rows.
    pub show: &'a [FieldRef],
    /// Rows listed per part, 1 to 10,000; counts are exact all the same.
    pub limit: usize,
    /// The register as it stood at this time of the system; none for now.
    pub known_at: Option<Timestamp>,
}

impl Base {
    /// Compares two queries row by row.
    ///
    /// # Errors
    /// When they are not over the same ledger and lines, or name what is not in the catalog; when the database fails.
    pub async fn difference(&self, comparison: &Comparison<'_>) -> Result<Difference, StoreError> {
        let Comparison { a, b, known_at, .. } = *comparison;
        if a.ledger != b.ledger || a.lines != b.lines {
            let what =
                format!("可以逐条比较的口径：“{}”与“{}”不是同一台账、同一明细", name(a), name(b));
            return Err(StoreError::unknown(what));
        }
        let scope = Scope::new(self, a, known_at)?;
        let mut sql = Sql::new("SELECT ");
        for (place, part) in Part::ALL.into_iter().enumerate() {
            sql.push(if place > 0 { ", " } else { "" });
            sql.push("COUNT(*) FILTER (WHERE ");
            part.write(&mut sql, &scope, comparison)?;
            sql.push(")");
        }
        scope.from(&mut sql);
        let line = self.db.one(sql.done()).await?;
        let line = line.ok_or_else(|| StoreError::corrupt("an aggregate without a row"))?;
        let mut sides = [Side::default(), Side::default(), Side::default()];
        for (place, (part, side)) in Part::ALL.into_iter().zip(&mut sides).enumerate() {
            side.count = whole(line.must_integer(place)?)?;
            if side.count > 0 {
                side.rows = self.part(part, &scope, comparison).await?;
            }
        }
        let [only_a, both, only_b] = sides;
        Ok(Difference { only_a, both, only_b })
    }

    async fn part(
        &self,
        part: Part,
        scope: &Scope<'_>,
        comparison: &Comparison<'_>,
    ) -> Result<Vec<ListRow>, StoreError> {
        let all = Query {
            ledger: comparison.a.ledger.clone(),
            lines: comparison.a.lines.clone(),
            conditions: Vec::new(),
        };
        let listing = Listing { limit: comparison.limit, ..Listing::new(&all) };
        let narrow = |sql: &mut Sql| {
            sql.push(" AND ");
            part.write(sql, scope, comparison)
        };
        let mut reader = Reader::Db(&self.db);
        let (ids, _) = page(&mut reader, scope, &listing, Some(&narrow)).await?;
        load_rows(&mut reader, scope, &ids, comparison.show).await
    }
}

fn name(query: &Query) -> String {
    match &query.lines {
        None => query.ledger.clone(),
        Some(lines) => format!("{}·{lines}", query.ledger),
    }
}

#[derive(Debug, Clone, Copy)]
enum Part {
    OnlyA,
    Both,
    OnlyB,
}

impl Part {
    const ALL: [Part; 3] = [Part::OnlyA, Part::Both, Part::OnlyB];

    fn write(
        self,
        sql: &mut Sql,
        scope: &Scope<'_>,
        of: &Comparison<'_>,
    ) -> Result<(), StoreError> {
        let (a, b): (Vec<&Condition>, Vec<&Condition>) =
            (of.a.conditions.iter().collect(), of.b.conditions.iter().collect());
        // `IS NOT TRUE`, because a test of what is not set is neither true nor false.
        let (a_holds, b_holds) = match self {
            Part::OnlyA => ("IS TRUE", "IS NOT TRUE"),
            Part::Both => ("IS TRUE", "IS TRUE"),
            Part::OnlyB => ("IS NOT TRUE", "IS TRUE"),
        };
        sql.push("(");
        scope.all_of(sql, &a)?;
        sql.push(&format!(") {a_holds} AND ("));
        scope.all_of(sql, &b)?;
        sql.push(&format!(") {b_holds}"));
        Ok(())
    }
}
