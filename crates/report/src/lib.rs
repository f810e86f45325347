//! figures and outline into documents (公文)
