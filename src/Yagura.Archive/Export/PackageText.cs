using Yagura.Archive.Chain;
using Yagura.Archive.Seal;

namespace Yagura.Archive.Export;

/// <summary>What people read in a package, and the script that checks it.</summary>
internal static class PackageText
{
    /// <summary>Checks a package with sh, awk, sha256sum and openssl alone.</summary>
    public const string Script = """
        #!/bin/sh
        # Checks this evidence package: sh check.sh [INDEX:HASH] [KEY FINGERPRINT]. Needs sh, awk, sed, sha256sum, openssl.
        LC_ALL=C; export LC_ALL
        cd "$(dirname "$0")" || exit 2
        pin=$1; trust=$2; bad=0
        work=$(mktemp -d) || exit 2
        trap 'rm -rf "$work"' EXIT
        fault() { echo "$*"; bad=1; }
        hash() { sha256sum < "$1" | cut -d' ' -f1; }
        value() { awk -v k="$1" -v n="$2" '$1 == k { print $n; exit }' "$3"; }
        first=$(value seals 2 contents); last=$(value seals 3 contents)
        awk '$1 == "source" { print $2 }' contents > "$work/wanted"
        previous=; index=; : > "$work/known"
        for seal in $(ls seals | sort); do
          file=seals/$seal; base=${seal%.seal}
          [ -z "$previous" ] || [ "$(value previous 2 "$file")" = "$previous" ] || fault "$file: does not follow the seal before it"
          [ -z "$index" ] || [ "$(value index 2 "$file")" = $((index + 1)) ] || fault "$file: a seal before it is missing"
          previous=$(hash "$file"); index=$(value index 2 "$file")
          echo "$index $previous" >> "$work/known"
          [ "$index" -ge "$first" ] && [ "$index" -le "$last" ] || continue
          if [ -f "deleted/$base.deleted" ]; then
            [ "$(value seal 3 "deleted/$base.deleted")" = "$previous" ] || fault "deleted/$base.deleted: is of another seal"
            continue
          fi
          awk '$1 == "source" { print $2, $3, $4 }' "$file" > "$work/sources"
          while read -r source records sum; do
            grep -qx "$source" "$work/wanted" || continue
            lines=lines/$(echo "$source" | sed 's/:/%3a/g')/$base.ndjson
            echo "$lines" >> "$work/expected"
            if [ ! -f "$lines" ]; then fault "$lines: missing"; continue; fi
            [ "$(hash "$lines")" = "$sum" ] && [ "$(wc -l < "$lines" | tr -d ' ')" = "$records" ] || fault "$lines: is not what was sealed"
          done < "$work/sources"
        done
        grep -q "^$first " "$work/known" && grep -q "^$last " "$work/known" || fault "seals: not all that the package names"
        touch "$work/expected"
        for lines in $(find lines -type f 2>/dev/null); do grep -qx "$lines" "$work/expected" || fault "$lines: no seal states it"; done
        grep -qx "$(value seal 2 checkpoint) $(value seal 3 checkpoint)" "$work/known" || fault "checkpoint: vouches for another seal than those here"
        [ "$index" = "$(value seal 2 checkpoint)" ] || fault "seals: do not end with the one that the checkpoint vouches for"
        sed '/^$/,$d' checkpoint > "$work/body"
        awk '$1 == "signature" { print $2, $3 }' checkpoint > "$work/signatures"
        [ -s "$work/signatures" ] || fault "checkpoint: is not signed"
        while read -r key signature; do
          echo "$signature" | openssl base64 -d -A > "$work/sig" 2>/dev/null
          openssl dgst -sha256 -verify "keys/$key.pem" -signature "$work/sig" "$work/body" > /dev/null 2>&1 || fault "checkpoint: the signature is not by $key"
          print=$(openssl pkey -pubin -in "keys/$key.pem" -outform DER 2>/dev/null | sha256sum | cut -d' ' -f1)
          echo "signed by the key with the fingerprint $print"
          [ -z "$trust" ] || [ "$trust" = "$print" ] || fault "keys/$key.pem: is not the key that you trust"
        done < "$work/signatures"
        [ -z "$pin" ] || grep -qx "${pin%%:*} ${pin#*:}" "$work/known" || fault "seal ${pin%%:*} is not the one that you hold"
        [ "$bad" = 0 ] || exit 1
        echo "right: seals $first to $last, $(wc -l < "$work/wanted" | tr -d ' ') sources"

        """;

    public static string Contents(PackageSummary summary, PackageOptions options) =>
        $"yagura-package 1\nseals {summary.FirstSeal} {summary.LastSeal}\nwanted {options.From} {options.To}\nrecords {summary.Records}\ndeleted {summary.Deleted}\n"
        + string.Concat(summary.Sources.Select(source => $"source {source}\n"));

    public static string Readme(PackageSummary summary, PackageOptions options, SealContent first, SealContent last, Checkpoint checkpoint) => $"""
        証跡一式 / Evidence package

        対象期間（指定） {options.From} – {options.To}
        対象期間（封緘単位） {first.From} – {last.To}（封緘 {summary.FirstSeal}–{summary.LastSeal}）
        ログ源 {string.Join(", ", summary.Sources)}
        記録数 {summary.Records}（うち規定により削除済みの封緘 {summary.Deleted}）
        作成 {options.Made}　ノード {first.Node}　アーカイブ {last.Origin}

        中身
          lines/<ログ源>/*.ndjson   そのログ源の記録。1行が1記録で、raw が受信したバイト列そのものです（UTF-8でないものはraw64、Base64）。
          seals/*.seal              封緘。ログ源ごとの行のSHA-256と、前の封緘のSHA-256を持ちます。
          checkpoint, keys/         最後の封緘への署名（ECDSA P-256）と公開鍵。
          deleted/                  規定により削除された証跡の記録（ある場合）。

        確かめ方
          sh check.sh
          外部控え（日次報告書・メールの「番号:ハッシュ」）をお持ちの場合: sh check.sh 番号:ハッシュ
          報告書に印刷された鍵の指紋をお持ちの場合: sh check.sh "" 指紋
          手作業では: sha256sum lines/<ログ源>/<名前>.ndjson の値が seals/<名前>.seal の「source <ログ源> 件数 値」と一致すること。
          鍵を持つ者が全体を作り直した場合は、外部控えとの照合によってのみ分かります。

        Contents
          lines/<source>/*.ndjson   the records of one source; one line a record; raw holds exactly the received bytes (raw64: base64, where they are not UTF-8).
          seals/*.seal              seals: the SHA-256 of each source's lines and of the seal before.
          checkpoint, keys/         the signature (ECDSA P-256) over the last seal, and the public keys.
          deleted/                  statements about evidence that was deleted by the rules, if any.
        Only whole seals (five minutes) can be proven, so the span is widened to them. The lines of other sources are not needed and not in here.

        How to check
          sh check.sh
          with a copy held outside (INDEX:HASH of a daily report or a mail): sh check.sh INDEX:HASH
          with the key's fingerprint as the report prints it: sh check.sh "" FINGERPRINT
          by hand: sha256sum lines/<source>/<name>.ndjson is the last word of the line "source <source> <count> <hash>" in seals/<name>.seal.
          A chain that was made anew as a whole by who holds the key shows only against a copy held outside.

        {checkpoint.Content.SealIndex}:{checkpoint.Content.SealHash}

        """;
}
