//! Who owns which token.

use crate::topology::{NodeIndex, Token};

/// All tokens, ascending, each with its owner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ring {
    tokens: Vec<Token>,
    owners: Vec<NodeIndex>,
}

impl Ring {
    /// The ring of these tokens, and the claims to a token that a node with a lower index owns.
    pub(super) fn new(mut claims: Vec<(Token, NodeIndex)>) -> (Self, Vec<(Token, NodeIndex)>) {
        claims.sort_unstable();
        let mut ring = Self { tokens: Vec::with_capacity(claims.len()), owners: Vec::with_capacity(claims.len()) };
        let mut rejected = Vec::new();
        for (token, owner) in claims {
            if ring.tokens.last() == Some(&token) {
                rejected.push((token, owner));
            } else {
                ring.tokens.push(token);
                ring.owners.push(owner);
            }
        }
        (ring, rejected)
    }

    /// The owners, in the order of their tokens; a node is there once for each of its tokens.
    pub(super) fn owners(&self) -> &[NodeIndex] {
        &self.owners
    }

    /// The position of the first token that is not below `token`, around the ring's end; 0 when the ring is empty.
    #[inline]
    pub(super) fn position_of(&self, token: Token) -> usize {
        let position = self.tokens.partition_point(|owned| *owned < token);
        if position == self.tokens.len() { 0 } else { position }
    }
}
