//! Search (查找): the newest rows of a ledger that meet a query, looked for among so many rows and no more.
//!
//! Words are looked for in the rows themselves; an index over every text would have to be kept with every change. So a search
//! says how far it looked.

use catalog::{FieldRef, Meta, Order, Query};

use crate::StoreError;
use crate::list::{Listing, load, page};
use crate::record::{Base, Reader, Record};
use crate::schema::{id_datum, integer};
use crate::select::{Scope, Sql};

/// What a search found (查找结果).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newest {
    /// The newest records that meet the query, newest first.
    pub items: Vec<Record>,
    /// How many there are, as far as was counted.
    pub count: usize,
    /// Whether counting stopped before the last one.
    pub more: bool,
    /// Whether older rows were not looked at.
    pub older_left: bool,
}

impl Base {
    /// The newest records of a query: at most `limit` of them read, at most `count_max` counted, among the newest
    /// `scan_max` rows of the ledger.
    ///
    /// # Errors
    /// As [`Base::list`].
    pub async fn newest(
        &self,
        query: &Query,
        limit: usize,
        count_max: usize,
        scan_max: u32,
    ) -> Result<Newest, StoreError> {
        let scope = Scope::new(self, query, None)?;
        let dialect = scope.dialect;
        let mut oldest = Sql::new("SELECT r.id");
        scope.from(&mut oldest);
        oldest.push(" ORDER BY r.id DESC LIMIT 1 OFFSET ");
        oldest.bind(integer(i64::from(scan_max)));
        let floor = self.db.one(oldest.done()).await?.map(|it| it.id(0)).transpose()?;
        let narrow = move |sql: &mut Sql| {
            if let Some(floor) = floor {
                sql.push(" AND r.id > ").bind(id_datum(dialect, floor));
            }
            Ok(())
        };
        let orders = [Order { field: FieldRef::Meta(Meta::Id), descending: true }];
        let listing = Listing { orders: &orders, limit: count_max, ..Listing::new(query) };
        let mut reader = Reader::Db(&self.db);
        let (ids, next) = page(&mut reader, &scope, &listing, Some(&narrow)).await?;
        let read: Vec<uuid::Uuid> = ids.iter().take(limit).map(|it| it.0).collect();
        Ok(Newest {
            items: load(&mut reader, &scope, &read).await?,
            count: ids.len(),
            more: next.is_some(),
            older_left: floor.is_some(),
        })
    }
}
