//! The types of a DAO's fields.

use std::fmt;
use std::marker::PhantomData;

use ilium_driver::errors::Error;
use ilium_driver::private::error_of_statement;
use ilium_driver::statement::CallOptions;
use ilium_driver::statement::bound::BoundStatement;

use super::argument::{Arguments, ArgumentsOf, Described};
use super::bind::Values;
use super::core::Core;
use super::output::Output;
use crate::check::Facts;
use crate::entity::EntityMeta;
use crate::statement::spec::{Operation, Parameter, StatementSpec};

/// What the derive says of one statement.
#[doc(hidden)]
pub trait Statement {
    /// The type of the field.
    type Field: Field;
    /// What the method returns.
    type Output: Output;
    /// The field and its attribute.
    const SPEC: &'static StatementSpec;
    /// The entity that the statement is about.
    const META: Option<&'static EntityMeta>;
    /// What the types of the parameters say.
    const PARAMETERS: &'static [Parameter];
    /// All that is known when the program compiles.
    const FACTS: Facts = Facts {
        spec: Self::SPEC,
        meta: Self::META,
        parameters: Self::PARAMETERS,
        output: Self::Output::INFO,
        field: Self::Field::OPERATION,
        plan: Self::Output::plan,
    };
}

/// A type that a field of a DAO can have.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "expected `Select<fn(name: Type, …) -> Output>` or another statement, found `{Self}`",
    label = "no statement"
)]
pub trait Field {
    /// The attribute that goes with the type.
    const OPERATION: Operation;

    /// Makes the field.
    fn from_core(core: Core) -> Self;

    /// What is behind the field.
    fn core(&self) -> &Core;

    /// A clone of what is behind the field.
    fn to_core(&self) -> Core {
        self.core().clone()
    }
}

/// The `fn` types that take these arguments.
#[diagnostic::on_unimplemented(
    message = "this statement does not take `{Arguments}`",
    label = "takes other parameters",
    note = "the parameters of its `fn` type are passed as one tuple, in their order: `(org, id)`, `(&user,)`"
)]
pub trait Accepts<Arguments> {
    /// What the statement returns.
    type Output: Output;
}

macro_rules! accepts {
    ($(($($argument:ident)*))+) => {$(
        impl<Function, Returned, $($argument),*> Accepts<($($argument,)*)> for Function
        where
            Function: Fn($($argument),*) -> Returned,
            Returned: Output,
        {
            type Output = Returned;
        }
    )+};
}

accepts! {
    () (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H)
    (A B C D E F G H I) (A B C D E F G H I J) (A B C D E F G H I J K) (A B C D E F G H I J K L)
    (A B C D E F G H I J K L M) (A B C D E F G H I J K L M N) (A B C D E F G H I J K L M N O)
    (A B C D E F G H I J K L M N O P)
}

/// Executes a statement: the body of every method that the derive writes.
///
/// # Errors
/// Those of the session.
#[doc(hidden)]
#[inline]
pub fn run<S: Statement, A: ArgumentsOf<S>>(
    field: &S::Field,
    arguments: A,
) -> impl Future<Output = Result<S::Output, Error>> {
    S::Output::run(field.core(), Described::<S, A>::new(arguments))
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        ///
        /// `F` is a `fn` type with named parameters. The method of the field's name executes the statement; the field
        /// itself is the statement, to be executed with other options, bound, or looked at. Cloning it is cheap.
        pub struct $name<F> {
            core: Core,
            function: PhantomData<F>,
        }

        impl<F> Field for $name<F> {
            const OPERATION: Operation = Operation::$name;

            fn from_core(core: Core) -> Self {
                Self { core, function: PhantomData }
            }

            #[inline]
            fn core(&self) -> &Core {
                &self.core
            }
        }

        impl<F> $name<F> {
            /// The same statement with other options, which go before its own and those of its profile; this one stays as
            /// it is. What is bound from it keeps them, and a stream has them for all its pages.
            ///
            /// # Examples
            /// ```no_run
            /// # use ilium::prelude::*;
            /// # async fn example(count: &Query<fn(org: Uuid) -> i64>, org: Uuid) -> Result<(), Error> {
            /// let exact = count.with(|options| options.consistency(Consistency::All)).call((org,)).await?;
            /// # Ok(())
            /// # }
            /// ```
            ///
            /// Nothing is prepared for it: the two share their texts, those with optional groups too.
            #[must_use]
            pub fn with(&self, options: impl FnOnce(CallOptions) -> CallOptions) -> Self {
                Self::from_core(self.core.with(options(CallOptions::default())))
            }

            /// Executes the statement, as the method of its name does.
            ///
            /// # Errors
            /// When a value does not fit, no answer comes, the server answers with an error, or a row cannot be read; when
            /// one parameter of an optional group is `None` and another one of it is not.
            ///
            /// # Cancel safety
            /// Dropping the future gives the request up; the server may carry it out all the same.
            pub async fn call<A: Arguments>(&self, arguments: A) -> Result<F::Output, Error>
            where
                F: Accepts<A>,
            {
                F::Output::run(&self.core, arguments).await
            }

            /// Binds the parameters, without executing the statement: for a [`Batch`](super::Batch).
            ///
            /// # Errors
            /// When a value does not fit; when one parameter of an optional group is `None` and another one of it is not.
            pub fn bind<A: Arguments>(&self, arguments: A) -> Result<BoundStatement, Error>
            where
                F: Accepts<A>,
            {
                bind(&self.core, arguments)
            }

            /// The CQL text as it was prepared; of a statement with optional groups, that without them.
            pub fn cql(&self) -> &str {
                self.core.statement().get_statement()
            }

            /// The statement's stable name, such as `UserDao::get`.
            pub fn label(&self) -> &str {
                self.core.statement().label()
            }

            /// The name of the execution profile that the statement follows, `default` unless it is tied to another;
            /// `None` when it is tied to a handle that has no name in the session.
            pub fn profile(&self) -> Option<&str> {
                self.core.profile()
            }
        }

        impl<F> Clone for $name<F> {
            fn clone(&self) -> Self {
                Self { core: self.core.clone(), function: PhantomData }
            }
        }

        impl<F> fmt::Debug for $name<F> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.core.fmt(f)
            }
        }
    )+};
}

fields! {
    /// A `DELETE`; goes with `#[delete]`.
    Delete
    /// An `INSERT`; goes with `#[insert]`.
    Insert
    /// Any CQL; goes with `#[query("…")]`.
    Query
    /// A `SELECT` of rows; goes with `#[select]`.
    Select
    /// An `UPDATE`; goes with `#[update]`.
    Update
}

fn bind(core: &Core, arguments: impl Arguments) -> Result<BoundStatement, Error> {
    let ready = core.ready(&arguments)?;
    let bound = ready.statement().bind(&Values { arguments, binds: ready.binds() });
    let mut bound = bound.map_err(|error| error_of_statement(error.into(), ready.label()))?;
    if let Some(options) = ready.options() {
        bound.set_options(options);
    }
    Ok(bound)
}
