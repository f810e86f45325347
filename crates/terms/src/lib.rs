//! the trade's nouns as types (行业名词)
