//! Workbooks and CSV files as clerks keep them: what is read, what is refused, what comes back.

#[cfg(test)]
mod books;
#[cfg(test)]
mod headers; // columns of every kind
#[cfg(test)]
mod hostile; // damaged, huge and malicious files
#[cfg(test)]
mod identity; // export and read is the identity
#[cfg(test)]
mod lines; // child rows
#[cfg(test)]
mod office; // the ledgers of these tests
#[cfg(test)]
mod paper; // workbooks built by hand
#[cfg(test)]
mod returned; // bad rows back to the clerk
#[cfg(test)]
mod text_files; // csv
#[cfg(test)]
mod totals; // 合计 rows
#[cfg(test)]
mod values; // cells of every type // templates and books
