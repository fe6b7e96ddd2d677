// Package measure answers the lines of recurrence.py for an engine of Go: how long a next occurrence and a reading
// take, and a checksum of what was found.
package measure

import (
	"bufio"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

// Next answers the first time after another; the zero time where there is none.
type Next func(time.Time) time.Time

// Parse reads an expression.
type Parse func(text string, zone *time.Location) (Next, error)

const processCPU = 2 // CLOCK_PROCESS_CPUTIME_ID

func cpu() int64 {
	var spec syscall.Timespec
	syscall.Syscall(syscall.SYS_CLOCK_GETTIME, processCPU, uintptr(unsafe.Pointer(&spec)), 0)
	return spec.Nano()
}

// best is the least time that one turn took, over rounds of at least ten milliseconds and two seconds in all.
func best(body func()) float64 {
	turns, least, begin := 1, -1.0, cpu()
	for round := 0; round < 5 && (least < 0 || cpu()-begin < 2e9); {
		start := cpu()
		for i := 0; i < turns; i++ {
			body()
		}
		spent := cpu() - start
		if spent < 10e6 {
			turns *= 4
			continue
		}
		if each := float64(spent) / float64(turns); least < 0 || each < least {
			least = each
		}
		round++
	}
	return least
}

// Main answers the lines on standard input.
func Main(parse Parse) {
	start, _ := strconv.ParseInt(os.Args[1], 10, 64)
	horizon, _ := strconv.ParseInt(os.Args[2], 10, 64)
	limit, _ := strconv.Atoi(os.Args[3])
	input := bufio.NewScanner(os.Stdin)
	for input.Scan() {
		words := strings.Split(input.Text(), "\t")
		answer := map[string]any{}
		answer["i"], _ = strconv.Atoi(words[0])
		zone, err := time.LoadLocation(words[2])
		if err == nil {
			err = ask(answer, parse, words[1], zone, start, horizon, limit)
		}
		if err != nil {
			answer["refused"] = err.Error()
		}
		text, _ := json.Marshal(answer)
		fmt.Println(string(text))
	}
}

func ask(answer map[string]any, parse Parse, text string, zone *time.Location, start, horizon int64, limit int) error {
	next, err := parse(text, zone)
	if err != nil {
		return err
	}
	from := time.Unix(start, 0).In(zone)
	walk := func(body func(int64)) (int, bool) {
		at := from
		for count := 0; count < limit; count++ {
			found := next(at)
			if found.IsZero() || found.Unix() > horizon {
				return count, false
			}
			if !found.After(at) {
				return count, true
			}
			body(found.Unix())
			at = found
		}
		return limit, false
	}
	sum, summed := fnv.New64a(), 0
	count, stuck := walk(func(at int64) {
		if summed < 1000 {
			fmt.Fprintf(sum, "%d\n", at)
			summed++
		}
	})
	each := best(func() { walk(func(int64) {}) })
	if count > 0 {
		each /= float64(count)
	}
	answer["ns"], answer["count"], answer["stuck"] = each, count, stuck
	answer["checksum"] = fmt.Sprintf("%016x", sum.Sum64())
	answer["parse_ns"] = best(func() { parse(text, zone) })
	return nil
}
