package main

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

const (
	batchEntries = 1000
	batchAge     = 10 * time.Millisecond
)

// Tessera on a POSIX file system: entries are batched, sequenced and integrated before `Add` answers.
type tesseraLog struct {
	appender *tessera.Appender
	shutdown func(context.Context) error
}

func openTessera(ctx context.Context, path string) (*tesseraLog, error) {
	secret, _, err := note.GenerateKey(rand.Reader, "peers.example/log")
	if err != nil {
		return nil, err
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		return nil, err
	}
	driver, err := posix.New(ctx, posix.Config{Path: path})
	if err != nil {
		return nil, err
	}
	options := tessera.NewAppendOptions().
		WithCheckpointSigner(signer).
		WithBatching(batchEntries, batchAge).
		WithPushback(1_000_000).
		WithCheckpointInterval(100 * time.Millisecond)
	appender, shutdown, _, err := tessera.NewAppender(ctx, driver, options)
	if err != nil {
		return nil, err
	}
	return &tesseraLog{appender, shutdown}, nil
}

func (*tesseraLog) name() string { return "Tessera v1.0.4, POSIX" }

func (*tesseraLog) durability() string {
	return "files of bundles and tiles, each synchronised and renamed; sequenced and integrated"
}

func (t *tesseraLog) append(ctx context.Context, entries [][]byte) error {
	futures := make([]tessera.IndexFuture, len(entries))
	for i, entry := range entries {
		futures[i] = t.appender.Add(ctx, tessera.NewEntry(entry))
	}
	for _, future := range futures {
		if _, err := future(); err != nil {
			return err
		}
	}
	return nil
}

func (t *tesseraLog) close(ctx context.Context) error { return t.shutdown(ctx) }
