import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.util.Date;
import java.util.TimeZone;
import java.util.function.LongConsumer;

/** Quartz and Spring, as recurrence.py asks them: Peers quartz|spring START HORIZON OCCURRENCES. */
public final class Peers {
    /** Answers the first instant after another in milliseconds; -1 where there is none. */
    interface Next {
        long after(long milliseconds);
    }

    interface Parser {
        Next parse(String text, TimeZone zone) throws Exception;
    }

    static Next quartz(String text, TimeZone zone) throws Exception {
        org.quartz.CronExpression expression = new org.quartz.CronExpression(text);
        expression.setTimeZone(zone);
        return from -> {
            Date next = expression.getNextValidTimeAfter(new Date(from));
            return next == null ? -1 : next.getTime();
        };
    }

    static Next spring(String text, TimeZone zone) {
        var generator = new org.springframework.scheduling.support.CronSequenceGenerator(text, zone);
        return from -> {
            try {
                return generator.next(new Date(from)).getTime();
            } catch (IllegalArgumentException none) {
                return -1;
            }
        };
    }

    static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    interface Body {
        void run() throws Exception;
    }

    /** The least time that one turn took, over rounds of at least ten milliseconds and two seconds in all. */
    static double best(Body body) throws Exception {
        int turns = 1;
        double least = -1;
        long begin = cpu();
        for (int round = 0; round < 9 && (least < 0 || cpu() - begin < 2_000_000_000L); ) {
            long start = cpu();
            for (int i = 0; i < turns; i++) body.run();
            long spent = cpu() - start;
            if (spent < 10_000_000) {
                turns *= 4;
                continue;
            }
            double each = (double) spent / turns;
            if (least < 0 || each < least) least = each;
            round++;
        }
        return least;
    }

    static int walk(Next next, long start, long horizon, int limit, LongConsumer body) {
        long at = start * 1000;
        for (int count = 0; count < limit; count++) {
            long found = next.after(at);
            if (found < 0 || found > horizon * 1000) return count;
            if (found <= at) return -1 - count;
            body.accept(found / 1000);
            at = found;
        }
        return limit;
    }

    static String ask(Parser parser, String text, TimeZone zone, long start, long horizon, int limit)
            throws Exception {
        Next next = parser.parse(text, zone);
        long[] sum = {0xcbf29ce484222325L, 0};
        int found = walk(next, start, horizon, limit, at -> {
            if (sum[1]++ >= 1000) return;
            for (byte digit : (at + "\n").getBytes()) sum[0] = (sum[0] ^ digit) * 0x100000001b3L;
        });
        int count = found < 0 ? -1 - found : found;
        long[] sink = {0};
        double each = best(() -> walk(next, start, horizon, limit, at -> sink[0] += at)) / Math.max(count, 1);
        double reading = best(() -> parser.parse(text, zone));
        return String.format(
            "\"ns\":%.1f,\"parse_ns\":%.1f,\"count\":%d,\"stuck\":%b,\"checksum\":\"%016x\"", each, reading, count,
            found < 0, sum[0]);
    }

    public static void main(String[] arguments) throws Exception {
        Parser parser = arguments[0].equals("quartz") ? Peers::quartz : Peers::spring;
        long start = Long.parseLong(arguments[1]);
        long horizon = Long.parseLong(arguments[2]);
        int limit = Integer.parseInt(arguments[3]);
        var input = new BufferedReader(new InputStreamReader(System.in));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] words = line.split("\t");
            String answer;
            try {
                answer = ask(parser, words[1], TimeZone.getTimeZone(words[2]), start, horizon, limit);
            } catch (Exception refused) {
                String text = String.valueOf(refused.getMessage()).replaceAll("[\"\\\\\\p{Cntrl}]", "'");
                answer = "\"refused\":\"" + text + "\"";
            }
            System.out.println("{\"i\":" + words[0] + "," + answer + "}");
        }
    }
}
