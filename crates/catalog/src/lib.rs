//! definitions under defs/, read, checked, frozen (定义与目录)
