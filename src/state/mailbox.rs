//! Where callbacks leave what one task waits for.

use std::{
    cell::RefCell,
    collections::VecDeque,
    future::poll_fn,
    rc::Rc,
    task::{Poll, Waker},
};

/// A queue of one page, which nobody but its task empties.
pub struct Mailbox<T>(Rc<RefCell<(VecDeque<T>, Option<Waker>)>>);

impl<T> Clone for Mailbox<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> Mailbox<T> {
    /// An empty one.
    pub fn new() -> Self {
        Self(Rc::new(RefCell::new((VecDeque::new(), None))))
    }

    /// Leaves something in it.
    pub fn put(&self, one: T) {
        let mut inner = self.0.borrow_mut();
        inner.0.push_back(one);
        let waker = inner.1.take();
        drop(inner);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Waits for the next, in the order in which they were left.
    pub async fn take(&self) -> T {
        poll_fn(|context| {
            let mut inner = self.0.borrow_mut();
            inner.0.pop_front().map_or_else(
                || {
                    inner.1 = Some(context.waker().clone());
                    Poll::Pending
                },
                Poll::Ready,
            )
        })
        .await
    }
}
