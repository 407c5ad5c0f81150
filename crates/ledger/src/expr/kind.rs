//! Checking a formula before anything is evaluated: what it names is there, and kinds fit.

use super::{Expr, Function, NODES_MAX, Operator};

/// What kind of thing an expression comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A number.
    Number,
    /// Any words.
    Text,
    /// One of these words.
    Choice(Vec<String>),
    /// A day.
    Day,
    /// True or false.
    Truth,
}

impl Kind {
    /// The word for it in messages to whoever writes a taskbook.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Text => "a text",
            Self::Choice(_) => "a choice",
            Self::Day => "a day",
            Self::Truth => "true or false",
        }
    }

    const fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::Choice(_) | Self::Day)
    }

    /// Whether values of the two can be compared.
    fn fits(&self, other: &Self) -> bool {
        self == other || (self.is_text() && other.is_text() && (*self == Self::Day) == (*other == Self::Day))
    }
}

/// What may be named.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// The columns of the row looked at, with what they hold; none where there is no row.
    pub row: &'a [(String, Kind)],
    /// The names that stand for numbers.
    pub names: &'a [String],
    /// The parameters of the taskbook.
    pub parameters: &'a [String],
}

/// What does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// There is no such column.
    Column(String),
    /// There is no such name.
    Name(String),
    /// There is no such parameter.
    Parameter(String),
    /// The column has no such choice.
    Choice {
        /// What is written.
        written: String,
        /// What may be chosen.
        known: Vec<String>,
    },
    /// A day that is not written as one.
    NoDay(String),
    /// Another kind belongs here.
    Kind {
        /// What there is.
        is: Kind,
        /// What belongs.
        wanted: Kind,
    },
    /// As many arguments as the function does not take.
    Arity(Function),
    /// More nodes than there may be.
    TooLong,
}

impl Expr {
    /// What kind of thing it comes to, if everything in it fits.
    ///
    /// # Errors
    /// The first thing that does not.
    pub fn kind(&self, names: &Names<'_>) -> Result<Kind, Misfit> {
        match self {
            Self::Number(_) => Ok(Kind::Number),
            Self::Text(_) => Ok(Kind::Text),
            Self::Truth(_) => Ok(Kind::Truth),
            Self::Row(column) => names.column(column),
            Self::Has(column) => names.column(column).map(|_| Kind::Truth),
            Self::Param(name) => {
                known(names.parameters, name).then_some(Kind::Number).ok_or_else(|| Misfit::Parameter(name.clone()))
            }
            Self::Name(name) => {
                known(names.names, name).then_some(Kind::Number).ok_or_else(|| Misfit::Name(name.clone()))
            }
            Self::Today => Ok(Kind::Day),
            Self::Not(one) => one.is(names, &Kind::Truth),
            Self::Both(operator, both) => both_kind(*operator, &both.0, &both.1, names),
            Self::If(three) => {
                three.0.is(names, &Kind::Truth)?;
                let kind = three.1.kind(names)?;
                three.2.is(names, &kind)
            }
            Self::In(one, list) => {
                let kind = one.kind(names)?;
                list.iter().try_for_each(|other| comparable(&kind, other, names))?;
                Ok(Kind::Truth)
            }
            Self::Call(function, arguments) => call_kind(*function, arguments, names),
        }
    }

    /// Why it is not of the kind that is wanted, if it is not.
    pub fn misfit(&self, wanted: &Kind, names: &Names<'_>) -> Option<Misfit> {
        if self.nodes() > NODES_MAX {
            return Some(Misfit::TooLong);
        }
        self.is(names, wanted).err()
    }

    /// That it is of a kind.
    fn is(&self, names: &Names<'_>, wanted: &Kind) -> Result<Kind, Misfit> {
        let is = self.kind(names)?;
        if is == *wanted { Ok(is) } else { Err(Misfit::Kind { is, wanted: wanted.clone() }) }
    }
}

impl Names<'_> {
    fn column(&self, id: &str) -> Result<Kind, Misfit> {
        let found = self.row.iter().find(|(name, _)| name == id);
        found.map(|(_, kind)| kind.clone()).ok_or_else(|| Misfit::Column(id.to_owned()))
    }
}

fn known(all: &[String], name: &str) -> bool {
    all.iter().any(|one| one == name)
}

fn both_kind(operator: Operator, one: &Expr, other: &Expr, names: &Names<'_>) -> Result<Kind, Misfit> {
    match operator {
        Operator::And | Operator::Or => {
            one.is(names, &Kind::Truth)?;
            other.is(names, &Kind::Truth)
        }
        Operator::Plus | Operator::Minus | Operator::Times | Operator::Over => {
            one.is(names, &Kind::Number)?;
            other.is(names, &Kind::Number)
        }
        _ => {
            // Words written out are judged by what stands on the other side.
            let (one, other) = if matches!(one, Expr::Text(_)) { (other, one) } else { (one, other) };
            comparable(&one.kind(names)?, other, names)?;
            Ok(Kind::Truth)
        }
    }
}

/// That something can be compared with values of a kind.
fn comparable(kind: &Kind, other: &Expr, names: &Names<'_>) -> Result<(), Misfit> {
    match (kind, other) {
        (Kind::Choice(known), Expr::Text(written)) if !known.contains(written) => {
            Err(Misfit::Choice { written: written.clone(), known: known.clone() })
        }
        (Kind::Day, Expr::Text(written)) if crate::record::parse_date(written).is_none() => {
            Err(Misfit::NoDay(written.clone()))
        }
        (Kind::Day, Expr::Text(_)) => Ok(()),
        _ => {
            let is = other.kind(names)?;
            if kind.fits(&is) { Ok(()) } else { Err(Misfit::Kind { is, wanted: kind.clone() }) }
        }
    }
}

fn call_kind(function: Function, arguments: &[Expr], names: &Names<'_>) -> Result<Kind, Misfit> {
    if arguments.len() != function.arity() {
        return Err(Misfit::Arity(function));
    }
    let wanted = match function {
        Function::Days | Function::Months | Function::Month => Kind::Day,
        Function::Max | Function::Min | Function::Ceil => Kind::Number,
        Function::Size => Kind::Text,
    };
    for argument in arguments {
        let is = argument.kind(names)?;
        let fits = is == wanted || (wanted == Kind::Text && is.is_text());
        if !fits {
            return Err(Misfit::Kind { is, wanted });
        }
    }
    Ok(Kind::Number)
}
