using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Yagura.ServiceLevel.Contracts;

/// <summary>Reads <c>costs:</c>.</summary>
internal static class CostReader
{
    public static CostComparison? Read(YamlPart part)
    {
        var tax = part.Choice("tax", "excluded", "included") == "included";
        var before = part.Need("before") is { } earlier ? Side(earlier, "before", part) : null;
        var after = part.Need("after") is { } later ? Side(later, "after", part) : null;
        Digits? yearly = null;
        Digits? percent = null;
        if (part.Need("digits") is { } node)
        {
            var digits = new YamlPart(node, "digits", part.Faults);
            yearly = DigitsOf(digits, "yearly");
            percent = DigitsOf(digits, "percent");
            digits.Done();
        }
        part.Done();
        return before is null || after is null || yearly is null || percent is null ? null : new CostComparison(tax, before, after, yearly, percent);
    }

    private static CostSide? Side(YamlNode node, string what, YamlPart part)
    {
        var side = new YamlPart(node, what, part.Faults);
        var amount = Amount(side);
        var years = side.Whole("years", 1, 100) ?? 1;
        List<CostExclusion> exclude = [];
        foreach (var item in side.Items("exclude"))
        {
            var inner = new YamlPart(item, "exclude", part.Faults);
            if (Amount(inner) is { } less) exclude.Add(new CostExclusion(less, inner.Title("reason", "").Ja));
            inner.Done();
        }
        side.Done();
        return amount is null ? null : new CostSide(amount.Value, years, exclude);
    }

    private static decimal? Amount(YamlPart part)
    {
        if (part.Need("amount") is not { } node || part.Scalar(node, "amount") is not { } text) return null;
        if (decimal.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)) return amount;
        part.Faults.Add(node, "amount は円の金額です", "amount must be a number of yen");
        return null;
    }

    // floor-0: no digits, dropped; half-up-1: one digit, rounded half up.
    private static Digits? DigitsOf(YamlPart part, string key)
    {
        if (part.Need(key) is not { } node || part.Scalar(node, key) is not { } text) return null;
        var dash = text.LastIndexOf('-');
        var word = dash > 0 ? text[..dash] : "";
        if (word is "floor" or "truncate" or "half-up" or "up" or "half-even" && int.TryParse(text[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 6)
            return new Digits(int.Parse(text[(dash + 1)..], CultureInfo.InvariantCulture), MeasureReader.RoundingOf(word));
        part.Faults.Add(node, $"{key} は floor-0、half-up-1 の形です", $"{key} must be like floor-0 or half-up-1");
        return null;
    }
}
