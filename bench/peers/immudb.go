package main

import (
	"context"
	"crypto/sha256"

	"github.com/codenotary/immudb/embedded/store"
	"golang.org/x/sync/errgroup"
)

const committers = 1000

// The store of immudb, embedded: a transaction an entry, many at once, so that syncs are shared.
type immudbStore struct{ store *store.ImmuStore }

func openImmudb(path string) (*immudbStore, error) {
	options := store.DefaultOptions().WithSynced(true).WithMaxConcurrency(committers).WithMaxActiveTransactions(2 * committers)
	opened, err := store.Open(path, options)
	if err != nil {
		return nil, err
	}
	return &immudbStore{opened}, nil
}

func (*immudbStore) name() string { return "immudb v1.9.5, its embedded store" }

func (*immudbStore) durability() string { return "fsync, shared by transactions within 20 ms" }

func (s *immudbStore) append(ctx context.Context, entries [][]byte) error {
	var all errgroup.Group
	all.SetLimit(committers)
	for _, entry := range entries {
		all.Go(func() error {
			tx, err := s.store.NewWriteOnlyTx(ctx)
			if err != nil {
				return err
			}
			key := sha256.Sum256(entry)
			if err := tx.Set(key[:], nil, entry); err != nil {
				return err
			}
			_, err = tx.AsyncCommit(ctx)
			return err
		})
	}
	return all.Wait()
}

func (s *immudbStore) close(context.Context) error { return s.store.Close() }
