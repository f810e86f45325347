//! definition and period into typed query, rows into figure (指标)
