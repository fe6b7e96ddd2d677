// robfig/cron 3, as recurrence.py asks it.
package main

import (
	"time"

	"measure"

	"github.com/robfig/cron"
)

func main() {
	parser := cron.NewParser(
		cron.SecondOptional | cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow | cron.Descriptor)
	measure.Main(func(text string, zone *time.Location) (measure.Next, error) {
		schedule, err := parser.Parse(text)
		if err != nil {
			return nil, err
		}
		return schedule.Next, nil
	})
}
