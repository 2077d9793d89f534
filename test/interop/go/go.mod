module counterfoil/interop

go 1.26.0

// Not an older one: v0.30.0 lets a damaged full tile pass where the tree's size puts two subtrees
// of its right edge in one tile, as 960 does.
require golang.org/x/mod v0.42.0
