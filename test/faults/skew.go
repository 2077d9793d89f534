package time

import "syscall"

// Part of Go's package time where scripts/provide.mjs builds CometBFT for the tests of faults: by
// COUNTERFOIL_CLOCK_SKEW seconds the clock is wrong, from COUNTERFOIL_CLOCK_SKEW_AFTER seconds on.
var (
	skew     = skewSetting("COUNTERFOIL_CLOCK_SKEW")
	skewFrom = runtimeNano() + skewSetting("COUNTERFOIL_CLOCK_SKEW_AFTER")*int64(Second)
)

func skewAt(mono int64) int64 {
	if mono < skewFrom {
		return 0
	}
	return skew
}

func skewSetting(name string) int64 {
	text, _ := syscall.Getenv(name)
	if text == "" {
		return 0
	}
	seconds, err := atoi(text)
	if err != nil {
		panic(name + " is no number of seconds")
	}
	return int64(seconds)
}
