//! test helper: one case, one folder (案例册)
