// Command interop reads a Counterfoil log as a server gives it out (C2SP tlog-tiles, as static
// files) and checks it with Go's own note and tlog packages:
//
//	go run . LOG OLDER
//
// LOG is a folder with checkpoint, trust.json and tile/; OLDER is an earlier checkpoint of the same
// log. It prints one JSON object: what it found, or {"refused": why} with exit status 1.
package main

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"
)

type findings struct {
	Origin        string   `json:"origin"`
	Size          int64    `json:"size"`
	Root          string   `json:"root"`
	OlderSize     int64    `json:"olderSize"`
	LogSignatures int      `json:"logSignatures"`
	Cosigners     []string `json:"cosigners"`
	Proofs        int      `json:"proofs"`
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: interop LOG OLDER")
		os.Exit(2)
	}
	found, err := check(os.Args[1], os.Args[2])
	if err != nil {
		print(map[string]string{"refused": err.Error()})
		os.Exit(1)
	}
	print(found)
}

func print(value any) {
	if err := json.NewEncoder(os.Stdout).Encode(value); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func check(folder, olderPath string) (*findings, error) {
	trust, err := readTrust(filepath.Join(folder, "trust.json"))
	if err != nil {
		return nil, err
	}
	newest, err := trust.openCheckpoint(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	older, err := trust.openCheckpoint(olderPath)
	if err != nil {
		return nil, fmt.Errorf("older checkpoint: %w", err)
	}
	log := tiles{folder}
	if err := checkTree(log, newest.tree); err != nil {
		return nil, err
	}
	if err := checkConsistency(log, newest.tree, older.tree); err != nil {
		return nil, err
	}
	proofs, err := checkEntries(log, newest.tree, trust.Genesis)
	if err != nil {
		return nil, err
	}
	return &findings{
		Origin:        trust.Origin,
		Size:          newest.tree.N,
		Root:          hex.EncodeToString(newest.tree.Hash[:]),
		OlderSize:     older.tree.N,
		LogSignatures: newest.logSignatures,
		Cosigners:     newest.cosigners,
		Proofs:        proofs,
	}, nil
}

// checkTree recomputes the root from the tiles.
func checkTree(log tiles, tree tlog.Tree) error {
	root, err := tlog.TreeHash(tree.N, tlog.TileHashReader(tree, log))
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return fmt.Errorf("the tiles' root is %v", root)
	}
	return nil
}

// checkConsistency proves from the tiles that the older tree is the newer one's beginning
// (RFC 9162 §2.1.4), and checks that proof as one would that came from elsewhere.
func checkConsistency(log tiles, newest, older tlog.Tree) error {
	proof, err := tlog.ProveTree(newest.N, older.N, tlog.TileHashReader(newest, log))
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, newest.N, newest.Hash, older.N, older.Hash)
}

// checkEntries checks each entry of the bundles by an inclusion proof from the tiles (RFC 9162
// §2.1.3), then makes the root from the entries alone. The first entry's hash is the network's id.
func checkEntries(log tiles, tree tlog.Tree, genesis string) (proofs int, err error) {
	entries, err := log.entries(tree.N)
	if err != nil {
		return 0, err
	}
	if len(entries) == 0 {
		return 0, errors.New("an empty log")
	}
	if id := tlog.RecordHash(entries[0]); hex.EncodeToString(id[:]) != genesis {
		return 0, fmt.Errorf("entry 0 founds another network: %x", id[:])
	}
	reader := tlog.TileHashReader(tree, log)
	var own ownHashes
	for i, entry := range entries {
		index := int64(i)
		proof, err := tlog.ProveRecord(tree.N, index, reader)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
			return 0, fmt.Errorf("entry %d: %w", index, err)
		}
		hashes, err := tlog.StoredHashes(index, entry, own)
		if err != nil {
			return 0, err
		}
		own = append(own, hashes...)
	}
	root, err := tlog.TreeHash(tree.N, own)
	if err == nil && root != tree.Hash {
		err = fmt.Errorf("the entries' root is %v", root)
	}
	return len(entries), err
}

// ownHashes are those of a tree made here, in tlog's order.
type ownHashes []tlog.Hash

func (own ownHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		hashes[i] = own[index]
	}
	return hashes, nil
}
