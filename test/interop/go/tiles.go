package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// C2SP tlog-tiles has tiles of 256 hashes and leaves their height, 8, out of the paths.
const (
	height = 8
	width  = 1 << height
)

// tiles is a folder of static files, read through tlog's interface TileReader.
type tiles struct{ folder string }

func (tiles) Height() int { return height }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(wanted))
	for i, tile := range wanted {
		bytes, err := t.read("", tile)
		if err != nil {
			return nil, err
		}
		data[i] = bytes
	}
	return data, nil
}

func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// read maps tlog's path of a tile, tile/8/<level>/<n>, to tile/<level>/<n>; kind replaces the level.
func (t tiles) read(kind string, tile tlog.Tile) ([]byte, error) {
	path := strings.TrimPrefix(tile.Path(), "tile/8/")
	if kind != "" {
		_, number, _ := strings.Cut(path, "/")
		path = kind + "/" + number
	}
	return os.ReadFile(filepath.Join(t.folder, "tile", filepath.FromSlash(path)))
}

// entries are the log's entries, out of their bundles.
func (t tiles) entries(size int64) ([][]byte, error) {
	var entries [][]byte
	for first := int64(0); first < size; first += width {
		count := min(width, size-first)
		bundle, err := t.read("entries", tlog.Tile{H: height, N: first / width, W: int(count)})
		if err != nil {
			return nil, err
		}
		if entries, err = appendBundle(entries, bundle, count); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// appendBundle splits a bundle of count entries, each of which stands after its length in two bytes,
// big-endian (C2SP tlog-tiles, "Log Entries").
func appendBundle(entries [][]byte, bundle []byte, count int64) ([][]byte, error) {
	for range count {
		if len(bundle) < 2 {
			return nil, fmt.Errorf("bundle ends before entry %d", len(entries))
		}
		end := 2 + int(binary.BigEndian.Uint16(bundle))
		if len(bundle) < end {
			return nil, fmt.Errorf("bundle ends inside entry %d", len(entries))
		}
		entries = append(entries, bundle[2:end])
		bundle = bundle[end:]
	}
	if len(bundle) > 0 {
		return nil, fmt.Errorf("%d bytes stand after entry %d", len(bundle), len(entries)-1)
	}
	return entries, nil
}
