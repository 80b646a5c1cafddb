package dev.slipway.layer;

import java.util.Random;

/** Shell scripts that change a tree at random; what cannot be done in it is passed over. Bytes of names as ISO 8859-1. */
final class RandomScript {
  private static final String[] NAMES = {"a", "b", "c", "d-", "\u00C3\u00A9", "\u00FF\u00FE", "x y", "l" + "o".repeat(200) + "ng"};
  private static final int OPERATIONS = 18;

  private final Random random;
  private final StringBuilder script = new StringBuilder();

  private RandomScript(long seed) {
    this.random = new Random(seed);
  }

  static String of(long seed, int steps) {
    RandomScript made = new RandomScript(seed);
    for (int i = 0; i < steps; i++) {
      made.step();
    }
    return made.script.toString();
  }

  private String path() {
    StringBuilder path = new StringBuilder();
    for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
      path.append(path.isEmpty() ? "" : "/").append(NAMES[random.nextInt(random.nextInt(4) == 0 ? NAMES.length : 4)]);
    }
    return "'" + path + "'";
  }

  private void step() {
    String path = path();
    String other = path();
    int number = random.nextInt(4);
    switch (random.nextInt(OPERATIONS)) {
      case 0, 1 -> script.append("mkdir -p ").append(path);
      // opening a fifo would wait for a reader
      case 2, 3 -> script.append("test -p ").append(path).append(" || echo ").append(number).append(" > ").append(path);
      case 4 -> script.append("test -p ").append(path).append(" || echo ").append(number).append(" >> ").append(path);
      case 5 -> script.append("rm -rf ").append(path);
      case 6 -> script.append("rm -rf ").append(path).append("; mkdir ").append(path);
      case 7 -> script.append("mv ").append(path).append(' ').append(other);
      case 8, 9 -> script.append("ln ").append(path).append(' ').append(other);
      case 10 -> script.append("ln -sfn ").append(other).append(' ').append(path);
      case 11 -> script.append("chmod ").append(new String[]{"4755", "2700", "1777", "0000"}[number]).append(' ').append(path);
      case 12 ->
        script.append("chown -h ").append(new String[]{"0:0", "1:2", "4000000:5", "0:3000000000"}[number]).append(' ').append(path);
      case 13 -> script.append("touch -h -d @").append(new String[]{"-5.5", "0", "1000000000.123456789", "1700000000"}[number]).append(' ')
          .append(path);
      case 14 -> script.append("setcap cap_net_raw+ep ").append(path);
      case 15 -> script.append(number < 2 ? "mkfifo " : "mknod ").append(path).append(number < 2 ? "" : number == 2 ? " c 1 3" : " b 7 9");
      case 16 -> script.append("cp -a ").append(path).append(' ').append(other);
      default -> script.append(number == 0 ? "truncate -s 4500000 " : "touch -c ").append(path);
    }
    script.append("\n");
  }
}
