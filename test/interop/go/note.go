package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// trust is what this program reads of a trust file (docs/reference/formats.md, "Trust file"): it
// judges a network whose agencies have never changed, so one epoch and every key valid throughout.
type trust struct {
	Genesis   string
	Origin    string
	Quorum    int
	Log       []struct{ Vkey string }
	Agencies  []struct{ Name, Vkey string }
	Epochs    []struct{}
	verifiers note.Verifiers
}

func readTrust(path string) (*trust, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var t trust
	if err := json.Unmarshal(text, &t); err != nil {
		return nil, err
	}
	if len(t.Epochs) != 1 {
		return nil, errors.New("trust file of more than one epoch")
	}
	var list []note.Verifier
	for _, entry := range t.Log {
		verifier, err := note.NewVerifier(entry.Vkey)
		if err != nil {
			return nil, err
		}
		list = append(list, verifier)
	}
	for _, entry := range t.Agencies {
		verifier, err := newCosigner(entry.Vkey)
		if err != nil {
			return nil, err
		}
		if verifier.name != entry.Name {
			return nil, fmt.Errorf("vkey of %s has the name %s", entry.Name, verifier.name)
		}
		list = append(list, verifier)
	}
	t.verifiers = note.VerifierList(list...)
	return &t, nil
}

type checkpoint struct {
	tree          tlog.Tree
	logSignatures int
	cosigners     []string
}

// openCheckpoint verifies every line of a known key, one of the log's at least, and the quorum.
func (t *trust) openCheckpoint(path string) (*checkpoint, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	opened, err := note.Open(text, t.verifiers)
	if err != nil {
		return nil, err
	}
	tree, err := t.parseTree(opened.Text)
	if err != nil {
		return nil, err
	}
	c := &checkpoint{tree: tree}
	for _, signature := range opened.Sigs {
		if signature.Name == t.Origin {
			c.logSignatures++
		} else if !slices.Contains(c.cosigners, signature.Name) {
			c.cosigners = append(c.cosigners, signature.Name)
		}
	}
	slices.Sort(c.cosigners)
	if c.logSignatures == 0 || len(c.cosigners) < t.Quorum {
		return nil, fmt.Errorf("signed by %d log keys and %v", c.logSignatures, c.cosigners)
	}
	return c, nil
}

// parseTree reads a checkpoint's three lines (C2SP tlog-checkpoint). tlog's own tree notes are the
// same but for their first line, which is fixed.
func (t *trust) parseTree(text string) (tlog.Tree, error) {
	rest, ok := strings.CutPrefix(text, t.Origin+"\n")
	if !ok {
		return tlog.Tree{}, errors.New("checkpoint of another log")
	}
	if strings.Count(rest, "\n") != 2 {
		return tlog.Tree{}, errors.New("checkpoint with extension lines")
	}
	return tlog.ParseTree([]byte("go.sum database tree\n" + rest))
}

// cosigner verifies lines of type 0x04, which package note does not know (C2SP tlog-cosignature):
// eight bytes of time, big-endian, then the signature over a header, that time and the note's text.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

const algCosignatureV1 = 0x04

// newCosigner reads a vkey, <name>+<key id>+<base64 of type and key> (C2SP signed-note).
func newCosigner(vkey string) (*cosigner, error) {
	name, rest, _ := strings.Cut(vkey, "+")
	id, encoded, _ := strings.Cut(rest, "+")
	typed, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || len(typed) != 1+ed25519.PublicKeySize || typed[0] != algCosignatureV1 {
		return nil, fmt.Errorf("not a cosigner's vkey: %s", vkey)
	}
	digest := sha256.Sum256(append([]byte(name+"\n"), typed...))
	hash := binary.BigEndian.Uint32(digest[:4])
	if id != fmt.Sprintf("%08x", hash) {
		return nil, fmt.Errorf("the key id is not the key's: %s", vkey)
	}
	return &cosigner{name, hash, typed[1:]}, nil
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }

func (c *cosigner) Verify(text, timedSignature []byte) bool {
	if len(timedSignature) != 8+ed25519.SignatureSize {
		return false
	}
	seconds := binary.BigEndian.Uint64(timedSignature)
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", seconds, text)
	return ed25519.Verify(c.key, []byte(signed), timedSignature[8:])
}
