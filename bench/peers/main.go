// Peers measures what others append and make durable a second on this machine, in this process, so that
// the figures of `counterfoil bench solo` can stand beside some that were taken in the same hour.
// Neither checks a signature of what it takes, and neither executes anything: README.md says what else
// differs.
//
//	go run . -entries 20000 -bytes 830 -slices 5
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"time"
)

// A peer appends all entries, many at once, and returns when each is durable.
type peer interface {
	name() string
	durability() string
	append(ctx context.Context, entries [][]byte) error
	close(ctx context.Context) error
}

type figure struct {
	Peer       string `json:"peer"`
	Durability string `json:"durability"`
	PerSecond  int    `json:"perSecond"`
}

func main() {
	entries := flag.Int("entries", 20000, "entries a slice")
	bytes := flag.Int("bytes", 830, "bytes an entry")
	count := flag.Int("slices", 5, "slices, the first not counted; the median counts")
	flag.Parse()
	if err := run(context.Background(), *entries, *bytes, *count); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, entries, bytes, count int) error {
	dir, err := os.MkdirTemp("", "counterfoil-peers-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	peers, err := open(ctx, dir)
	if err != nil {
		return err
	}
	rates := make([][]float64, len(peers))
	for slice := range count + 1 {
		for i, p := range peers {
			drawn, err := draw(entries, bytes)
			if err != nil {
				return err
			}
			begin := time.Now()
			if err := p.append(ctx, drawn); err != nil {
				return fmt.Errorf("%s: %w", p.name(), err)
			}
			if slice > 0 {
				rates[i] = append(rates[i], float64(entries)/time.Since(begin).Seconds())
			}
		}
		fmt.Fprintf(os.Stderr, "slice %d of %d\n", slice, count)
	}
	figures := []figure{}
	for i, p := range peers {
		slices.Sort(rates[i])
		middle := int(rates[i][len(rates[i])/2])
		figures = append(figures, figure{p.name(), p.durability(), middle})
		if err := p.close(ctx); err != nil {
			return err
		}
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{
		"go": runtime.Version(), "cores": runtime.NumCPU(), "entries": entries, "bytes": bytes, "slices": count,
		"peers": figures,
	})
}

func open(ctx context.Context, dir string) ([]peer, error) {
	tessera, err := openTessera(ctx, dir+"/tessera")
	if err != nil {
		return nil, err
	}
	immudb, err := openImmudb(dir + "/immudb")
	if err != nil {
		return nil, err
	}
	return []peer{tessera, immudb}, nil
}

// Random bytes: nothing is the same as anything before it, and nothing can be packed.
func draw(entries, bytes int) ([][]byte, error) {
	drawn := make([][]byte, entries)
	for i := range drawn {
		drawn[i] = make([]byte, bytes)
		if _, err := rand.Read(drawn[i]); err != nil {
			return nil, err
		}
	}
	return drawn, nil
}
