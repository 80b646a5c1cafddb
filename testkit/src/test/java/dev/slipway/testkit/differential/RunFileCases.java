package dev.slipway.testkit.differential;

import static dev.slipway.testkit.differential.RunCases.busybox;
import static dev.slipway.testkit.differential.RunCases.lines;

import com.google.common.collect.ImmutableList;

/** What RUN does to files: made, changed, renamed, linked, deleted. */
final class RunFileCases {
  private RunFileCases() {}

  static ImmutableList<Case> all() {
    return ImmutableList.<Case>builder().addAll(made()).addAll(changed()).addAll(renamed()).addAll(linked()).addAll(deleted()).build();
  }

  private static ImmutableList<Case> made() {
    return ImmutableList.of(
        lines("run-made/nothing", "true"),
        lines("run-made/file, directory and link", "mkdir -p /n/x && echo hi > /n/x/f && ln -s x/f /n/l && : > /n/empty"),
        lines("run-made/files of every mode",
            "mkdir /n && cd /n && for m in 0 400 600 644 755 777 4755 2755 6711 1644 7777; do echo $m > f$m; chmod $m f$m; done"),
        lines("run-made/directories of every mode",
            "mkdir /n && cd /n && for m in 0 500 700 755 1777 2775 3770 7777; do mkdir d$m; echo x > d$m/f; chmod $m d$m; done"),
        lines("run-made/empty directories", "mkdir -p /e/f/g /data/empty/inner"),
        lines("run-made/in a directory that keeps its group",
            "mkdir /g && chown 0:100 /g && chmod 2775 /g && mkdir /g/d && echo f > /g/f && echo f > /g/d/f"),
        lines("run-made/sparse file", "truncate -s 20M /sparse && printf end >> /sparse"),
        lines("run-made/large file", "yes slipway | head -c 67108864 > /large"),
        lines("run-made/3000 small files",
            "mkdir /s; i=0; while [ $i -lt 3000 ]; do d=/s/$((i/100)); [ -d $d ] || mkdir $d; echo $i > $d/$i; i=$((i+1)); done"),
        lines("run-made/names that are not UTF-8",
            "cd /data && touch \"$(printf '\\377\\376')\" \"$(printf 'caf\\351')\" \"$(printf '\\303\\251')\""),
        lines("run-made/names with special characters",
            "mkdir /o && cd /o && touch 'a b' \"it's\" '\"q\"' 'back\\slash' '$x' -- '-dash' '*' '?' ' ' '#' \"$(printf 'new\\nline')\" \"$(printf '\\t\\033')\" .hid ...",
            "ls -a /o > /o-listing"),
        lines("run-made/names like whiteouts", "mkdir /w && touch /w/.wh /w/wh.x /w/x.wh. /w/.whx"),
        lines("run-made/name of a whiteout", "mkdir /w && echo x > /w/y && echo x > /w/.wh.y"),
        lines("run-made/longest names",
            "mkdir /l && cd /l && n=$(printf '%0255d' 0) && echo f > $n && mkdir ${n%?}d && ln -s $n ${n%?}l && ln $n ${n%?}h"),
        lines("run-made/deep path",
            "cd / && i=0; while [ $i -lt 40 ]; do n=$(printf 'directory-with-a-long-name-%020d' $i); mkdir $n && cd $n || exit 1; i=$((i+1)); done; echo deep > f; ln f g; ln -s f h"),
        lines("run-made/two steps", "echo 1 > /one; echo 1 > /both", "echo 2 > /two; echo 2 > /both"),
        lines("run-made/times long ago and to come",
            "touch -d 1975-01-01 /old; touch -d 2090-01-01 /new; mkdir /d; touch -d 1980-02-03 /d"),
        lines("run-made/below the temporary directory", "echo t > /tmp/t; mkdir -p /run/lock/x; echo r > /run/r"));
  }

  private static ImmutableList<Case> changed() {
    return ImmutableList.of(
        lines("run-changed/appended", "echo more >> /data/b"),
        lines("run-changed/emptied", ": > /data/b"),
        lines("run-changed/written again with the same content", "cp /data/b /b && cat /b > /data/b"),
        lines("run-changed/replaced by an equal file", "cp -p /data/b /b && mv /b /data/b"),
        lines("run-changed/touched", "touch /data/b /data/dir"),
        lines("run-changed/mode of file and directory", "chmod 4711 /data/b; chmod 1700 /data/dir; chmod 0 /data/dir/one"),
        lines("run-changed/mode of what is in a directory", "chmod -R u+w,go-rwx /data/dir"),
        lines("run-changed/owner", "chown 1000:100 /data/a; chown 5 /data/dir; chgrp 7 /data/empty; chown -h 3:4 /data/link"),
        lines("run-changed/owner takes setuid away", "chown 1000:1000 /data/setuid"),
        lines("run-changed/owner, then setuid", "chown 1000:1000 /data/setuid && chmod 6755 /data/setuid"),
        lines("run-changed/large owners", "chown 2000000:3000000 /data/b && mkdir /x && chown 65534:65534 /x"),
        lines("run-changed/owner of everything", "chown -R 1000:1000 /data"),
        lines("run-changed/root directory", "chmod 0711 / && chown 0:100 /"),
        lines("run-changed/and back again", "chmod 700 /data/dir; chmod 750 /data/dir; mv /data/b /b; mv /b /data/b"),
        lines("run-changed/in two steps", "echo 1 > /data/b; chmod 755 /data/b", "echo 2 >> /data/b; chown 9 /data/b"),
        lines("run-changed/by the second step only", "echo 1 > /f; mkdir /d", "echo 1 > /f; touch /d"));
  }

  private static ImmutableList<Case> renamed() {
    return ImmutableList.of(
        lines("run-renamed/file of the base", "mv /data/b /data/c"),
        lines("run-renamed/directory of the same step", "mkdir -p /n/m && echo x > /n/m/x && mv /n /o"),
        lines("run-renamed/directory of the base", "mv /data/dir /moved"),
        lines("run-renamed/directory within its parent", "mv /data/dir /data/rid"),
        lines("run-renamed/over a file", "mv /data/b /data/a"),
        lines("run-renamed/over an empty directory", "mkdir /n && echo n > /n/f && mv -T /n /data/empty || cp -a /n/. /data/empty"),
        lines("run-renamed/two files swapped", "mv /data/a /t && mv /data/b /data/a && mv /t /data/b"),
        lines("run-renamed/away and another one made", "mv /data/dir /old && mkdir /data/dir && echo n > /data/dir/one"),
        lines("run-renamed/and renamed again", "mv /data/dir /x", "mv /x /data/dir"),
        lines("run-renamed/link and fifo", "mv /data/link /l; mv /data/fifo /p; mv /data/dirlink /data/dl"),
        lines("run-renamed/copied with everything", "cp -a /data /copy"));
  }

  private static ImmutableList<Case> linked() {
    return ImmutableList.of(
        lines("run-linked/within the step", "echo x > /x && ln /x /y && mkdir /d && ln /y /d/z"),
        lines("run-linked/to a file of the base", "ln /data/b /b2"),
        lines("run-linked/to a file of an earlier step", "echo x > /x", "ln /x /y && ln /y /data/z"),
        lines("run-linked/one name of two written", "echo more >> /data/a"),
        lines("run-linked/one name of two deleted", "rm /data/a"),
        lines("run-linked/one name of two replaced", "echo n > /n && mv /n /data/a2"),
        lines("run-linked/a third name", "ln /data/a2 /data/dir/a3"),
        lines("run-linked/to a symbolic link", "ln -s a /s && ln /s /t"),
        lines("run-linked/setuid with an owner", "echo x > /x && ln /x /y && chown 1000:100 /y && chmod 4750 /x"),
        lines("run-linked/names in both steps", "echo x > /x && ln /x /y", "rm /x && ln /y /x && chmod 600 /y"));
  }

  private static ImmutableList<Case> deleted() {
    FileSet files = FileSet.empty().file("f", "f\n").directory("d").file("d/g", "g\n");
    return ImmutableList.of(
        lines("run-deleted/file of the base", "rm /data/b"),
        lines("run-deleted/file of an earlier step", "echo x > /x; mkdir /d; echo y > /d/y", "rm /x /d/y"),
        Case.named("run-deleted/file that was copied").context(files)
            .dockerfile("FROM " + RunBases.BUSYBOX, "COPY . /c/", "RUN rm /c/f && rm -r /c/d").stage(
                () -> busybox().copy(".", "/c/").run("rm /c/f && rm -r /c/d")),
        Case.named("run-deleted/and copied again").context(files)
            .dockerfile("FROM " + RunBases.BUSYBOX, "COPY . /c/", "RUN rm -r /c", "COPY f /c/").stage(
                () -> busybox().copy(".", "/c/").run("rm -r /c").copy("f", "/c/")),
        lines("run-deleted/what was just made", "echo x > /x; mkdir -p /d/e; rm -r /x /d"),
        lines("run-deleted/directory", "rm -r /data/dir"),
        lines("run-deleted/everything in a directory", "rm -rf /data/* /data/.hidden"),
        lines("run-deleted/nearly everything in a directory", "cd /data/dir && rm -r one two up && cd sub && rm f1*"),
        lines("run-deleted/links, fifo and empty directory", "cd /data && rm link dirlink fifo && rmdir empty"),
        lines("run-deleted/directory made again", "rm -r /data/dir && mkdir /data/dir && echo new > /data/dir/new"),
        lines("run-deleted/directory made again, empty", "rm -r /data/dir && mkdir -m 700 /data/dir"),
        lines("run-deleted/directory made again with a name from before",
            "rm -r /data/dir && mkdir -p /data/dir/sub && echo n > /data/dir/sub/three"),
        lines("run-deleted/directory made again in the next step", "rm -r /data/dir",
            "mkdir -p /data/dir/sub && echo n > /data/dir/sub/f1"),
        lines("run-deleted/directory made again, then filled", "rm -r /data/dir && mkdir /data/dir", "echo n > /data/dir/one",
            "rm /data/dir/one"),
        lines("run-deleted/directory in a directory made again", "rm -r /data && mkdir -p /data/dir/sub/sub && echo n > /data/dir/f"),
        lines("run-deleted/file made again in the next step", "rm /data/b", "echo b > /data/b"),
        lines("run-deleted/most of the image", "rm -rf /data /home /root /tmp/* /run"));
  }
}
