//! Which fields a rule can be applied to (适用的字段): their number and their types.

use crate::FieldType;

pub(super) fn ordered(types: &[&FieldType]) -> Result<(), String> {
    let date = |it: &&FieldType| matches!(it, FieldType::Date | FieldType::DateTime);
    if types.len() >= 2 && (types.iter().all(date) || types.iter().all(|it| it.is_number())) {
        return Ok(());
    }
    Err("要两个以上的日期，或两个以上的数字".to_owned())
}

pub(super) fn numbers(types: &[&FieldType]) -> Result<(), String> {
    let alike = types.iter().all(|it| it.is_number());
    if types.len() >= 3 && alike {
        Ok(())
    } else {
        Err("要三个以上的数字字段".to_owned())
    }
}

pub(super) fn two_numbers(types: &[&FieldType]) -> Result<(), String> {
    if types.len() == 2 && types.iter().all(|it| it.is_number()) {
        Ok(())
    } else {
        Err("要两个数字字段".to_owned())
    }
}

pub(super) fn two_stakes(types: &[&FieldType]) -> Result<(), String> {
    let stakes = types.iter().all(|it| matches!(it, FieldType::Stake));
    if types.len() == 2 && stakes { Ok(()) } else { Err("要两个桩号字段".to_owned()) }
}

pub(super) fn two_dates(types: &[&FieldType]) -> Result<(), String> {
    let dates = types.iter().all(|it| matches!(it, FieldType::Date));
    if types.len() == 2 && dates { Ok(()) } else { Err("要两个日期字段".to_owned()) }
}

pub(super) fn people(types: &[&FieldType]) -> Result<(), String> {
    let people = types.iter().all(|it| matches!(it, FieldType::Person));
    if types.len() >= 2 && people {
        Ok(())
    } else {
        Err("要两个以上的人员字段".to_owned())
    }
}

pub(super) fn dates(types: &[&FieldType]) -> Result<(), String> {
    let date = |it: &&FieldType| matches!(it, FieldType::Date | FieldType::DateTime);
    if !types.is_empty() && types.iter().all(date) {
        Ok(())
    } else {
        Err("要日期字段".to_owned())
    }
}

pub(super) fn three_numbers(types: &[&FieldType]) -> Result<(), String> {
    if types.len() == 3 { numbers(types) } else { Err("要三个数字字段".to_owned()) }
}

pub(super) fn graded(types: &[&FieldType]) -> Result<(), String> {
    match types {
        [FieldType::Code { .. }, number] if number.is_number() => Ok(()),
        _ => Err("要一个代码字段和一个数字字段".to_owned()),
    }
}

pub(super) fn some(types: &[&FieldType]) -> Result<(), String> {
    if types.len() >= 2 { Ok(()) } else { Err("要两个以上的字段".to_owned()) }
}
