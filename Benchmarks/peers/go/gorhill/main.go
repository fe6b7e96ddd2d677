// gorhill/cronexpr, as recurrence.py asks it.
package main

import (
	"time"

	"measure"

	"github.com/gorhill/cronexpr"
)

func main() {
	measure.Main(func(text string, zone *time.Location) (measure.Next, error) {
		expression, err := cronexpr.Parse(text)
		if err != nil {
			return nil, err
		}
		return expression.Next, nil
	})
}
