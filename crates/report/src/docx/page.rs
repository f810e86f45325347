//! The measures of GB/T 9704-2012, clauses 5 and 7.5, in Word's units (版面尺寸).
//!
//! Word counts in twips (1/20 pt, 1440 an inch) and sizes of type in half points. The type area (版心) is 156 × 225 mm and
//! holds 22 lines of 28 characters.

/// A4, 210 mm.
pub(super) const PAPER_WIDTH_TWIPS: u32 = 11_906;
/// A4, 297 mm.
pub(super) const PAPER_HEIGHT_TWIPS: u32 = 16_838;
/// 天头 37 mm.
pub(super) const TOP_TWIPS: u32 = 2_098;
/// 订口 28 mm.
pub(super) const LEFT_TWIPS: u32 = 1_587;
/// What 156 mm leave of the paper: 26 mm.
pub(super) const RIGHT_TWIPS: u32 = 1_474;
/// What 225 mm leave of the paper: 35 mm.
pub(super) const BOTTOM_TWIPS: u32 = 1_984;
/// From the paper's edge to the foot of the page number's line. The dash stands 7 mm below the type area; it is drawn at
/// half the height of a 14 pt line, so the line ends 7 + 2.5 mm below it: 35 − 9.5 = 25.5 mm.
pub(super) const FOOTER_TWIPS: u32 = 1_446;

/// Width of the type area.
pub(super) const TEXT_WIDTH_TWIPS: u32 = PAPER_WIDTH_TWIPS - LEFT_TWIPS - RIGHT_TWIPS;

/// Exact height of a line, 28.95 pt: 22 of them are 636.9 of the 637.8 pt of the type area.
pub(super) const LINE_TWIPS: u32 = 579;

/// Characters in a line.
pub(super) const LINE_CHARACTERS: usize = 28;

/// What is added to each character of 3号 (16 pt): −0.25 pt. 28 × 16 pt would be 5.75 pt too wide for 156 mm, and Word's own
/// character grid (`linesAndChars`) comes out at 14 characters a line in `LibreOffice`.
pub(super) const TRACKING_TWIPS: i32 = -5;

/// One character of 3号 with its tracking, 15.75 pt: 28 of them are 441 of 442.25 pt.
pub(super) const CELL_TWIPS: usize = 315;

/// 2号, 22 pt: the title.
pub(super) const SIZE_2_HALF_POINTS: u32 = 44;
/// 3号, 16 pt: the text.
pub(super) const SIZE_3_HALF_POINTS: u32 = 32;
/// 4号, 14 pt: page numbers.
pub(super) const SIZE_4_HALF_POINTS: u32 = 28;
/// 小4号, 12 pt: tables. The standard leaves their size open.
pub(super) const SIZE_SMALL_4_HALF_POINTS: u32 = 24;
