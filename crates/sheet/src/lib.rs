//! workbooks and csv into rows and back (表格进出)
