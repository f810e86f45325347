//! records, moves and entries on SQLite or PostgreSQL (台账)
