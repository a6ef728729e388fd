namespace Yagura.Detection.Indicators;

/// <summary>A line of a list's head: <c>source</c>, <c>confidence</c>, <c>expires</c>, <c>kind</c>, <c>allow</c>. A comment without one of these words is a comment.</summary>
internal static class IndicatorHead
{
    /// <summary>Takes a line, without its <c>#</c>.</summary>
    public static void Read(string text, int line, IndicatorFile file)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return;
        var (key, value) = (text[..colon].Trim().ToLowerInvariant(), text[(colon + 1)..].Trim());
        switch (key)
        {
            case "source":
                if (!file.TrySource(value))
                    file.Warn(line, $"source: '{value}' is not allowed; allowed: {Events.Identifier.Allowed}. The source stays {file.Source}");
                break;
            case "confidence":
                if (byte.TryParse(value, out var confidence) && confidence <= 100)
                    file.Confidence = confidence;
                else
                    file.Warn(line, $"confidence: '{value}' is not allowed; allowed: 0 to 100");
                break;
            case "expires":
                if (IndicatorReading.TryExpiry(value, out var expires))
                    file.Expires = expires;
                else
                    file.Warn(line, $"expires: '{value}' is not allowed; allowed: 2027-03-31 or 2027-03-31T12:00:00+09:00. The values do not expire");
                break;
            case "kind":
                file.Kind = IndicatorKinds.Read(value);
                if (file.Kind == IndicatorKind.Unknown)
                    file.Warn(line, $"kind: '{value}' is not allowed; allowed: {string.Join(", ", IndicatorKinds.All.Select(IndicatorKinds.Name))}. Each value's kind is recognised");
                break;
            case "allow":
                Allow(value, line, file);
                break;
        }
    }

    private static void Allow(string value, int line, IndicatorFile file)
    {
        foreach (var word in value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            var allowed = word switch { "private" => IndicatorAllowance.Private, "wide" => IndicatorAllowance.Wide, _ => IndicatorAllowance.None };
            if (allowed == IndicatorAllowance.None)
                file.Warn(line, $"allow: '{word}' is not allowed; allowed: private, wide");
            file.Allow |= allowed;
        }
    }
}
