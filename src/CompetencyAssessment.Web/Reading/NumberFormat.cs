using System.Globalization;
using System.Text;

namespace CompetencyAssessment.Web.Reading;

/// <summary>
/// A number as a spreadsheet shows it, as far as evidence needs it: places, thousands, percent, dates, times, durations and literals.
/// Colours, conditions, fractions and fill characters are left out.
/// </summary>
internal static class NumberFormat
{
    private const int MaximumPlaces = 15;

    private static readonly Dictionary<int, string> BuiltIn = new()
    {
        [1] = "0",
        [2] = "0.00",
        [3] = "#,##0",
        [4] = "#,##0.00",
        [9] = "0%",
        [10] = "0.00%",
        [11] = "0.00E+00",
        [14] = "yyyy/m/d",
        [15] = "d-mmm-yy",
        [16] = "d-mmm",
        [17] = "mmm-yy",
        [18] = "h:mm AM/PM",
        [19] = "h:mm:ss AM/PM",
        [20] = "h:mm",
        [21] = "h:mm:ss",
        [22] = "yyyy/m/d h:mm",
        [37] = "#,##0;(#,##0)",
        [38] = "#,##0;(#,##0)",
        [39] = "#,##0.00;(#,##0.00)",
        [40] = "#,##0.00;(#,##0.00)",
        [45] = "mm:ss",
        [46] = "[h]:mm:ss",
        [47] = "mm:ss",
        [48] = "0.0E+0",
        [49] = "@",
    };

    /// <summary>The pattern of a format that a workbook does not spell out; the ids between 27 and 58 are dates of East Asian editions.</summary>
    public static string? OfId(int id) => BuiltIn.TryGetValue(id, out var pattern) ? pattern : id is >= 27 and <= 36 or >= 50 and <= 58 ? "yyyy/m/d" : null;

    /// <param name="value">As the file has it.</param>
    /// <param name="pattern">Null for the general format.</param>
    /// <param name="from1904">Days count from 1904.</param>
    public static string Show(double value, string? pattern, bool from1904)
    {
        if (pattern is null || pattern.Equals("General", StringComparison.OrdinalIgnoreCase) || pattern == "@")
        {
            return General(value);
        }

        var sections = Sections(pattern);
        var section = value > 0 || sections.Count == 1 ? sections[0] : value < 0 ? sections[1] : sections.Count > 2 ? sections[2] : sections[0];
        var tokens = Tokens(section);
        if (tokens.Exists(t => t.Kind == 'd'))
        {
            return Date(value, tokens, from1904) ?? General(value);
        }

        // With a section of its own, the pattern tells how a negative number is marked.
        return Number(value < 0 && sections.Count > 1 ? -value : value, tokens);
    }

    public static string General(double value)
    {
        if (value == Math.Truncate(value) && Math.Abs(value) < 1e15)
        {
            return value.ToString("0", CultureInfo.InvariantCulture);
        }

        return Math.Abs(value) is >= 1e-9 and < 1e15 ? value.ToString("0.##########", CultureInfo.InvariantCulture) : value.ToString("0.#####E+00", CultureInfo.InvariantCulture);
    }

    private static List<string> Sections(string pattern)
    {
        var sections = new List<string>();
        var (start, quoted) = (0, false);
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
            {
                i++;
            }
            else if (pattern[i] == '"')
            {
                quoted = !quoted;
            }
            else if (pattern[i] == ';' && !quoted)
            {
                sections.Add(pattern[start..i]);
                start = i + 1;
            }
        }

        sections.Add(pattern[start..]);
        return sections;
    }

    /// <summary>Kinds: l literal, n digits and their marks, d a letter of a date, e a lapse of time in brackets, p AM/PM.</summary>
    private static List<(char Kind, string Text)> Tokens(string section)
    {
        var tokens = new List<(char Kind, string Text)>();
        for (var i = 0; i < section.Length; i++)
        {
            var c = section[i];
            if (c is '"')
            {
                var end = section.IndexOf('"', i + 1);
                end = end < 0 ? section.Length : end;
                tokens.Add(('l', section[(i + 1)..end]));
                i = end;
            }
            else if (c is '\\' or '_' or '*')
            {
                if (c == '\\' && i + 1 < section.Length)
                {
                    tokens.Add(('l', section[i + 1].ToString()));
                }

                i++;
            }
            else if (c is '[')
            {
                var end = section.IndexOf(']', i);
                end = end < 0 ? section.Length - 1 : end;
                var inner = section[(i + 1)..end];
                if (inner.Length > 0 && inner.All(x => x is 'h' or 'H' or 'm' or 'M' or 's' or 'S'))
                {
                    tokens.Add(('d', "[" + char.ToLowerInvariant(inner[0])));
                }
                else if (inner.StartsWith('$'))
                {
                    tokens.Add(('l', inner[1..].Split('-')[0]));
                }

                i = end;
            }
            else if (section.AsSpan(i).StartsWith("AM/PM", StringComparison.OrdinalIgnoreCase) || section.AsSpan(i).StartsWith("上午/下午", StringComparison.Ordinal))
            {
                tokens.Add(('d', "p"));
                i += 4;
            }
            else if (char.ToLowerInvariant(c) is 'y' or 'm' or 'd' or 'h' or 's' && !section.AsSpan(i).StartsWith("General", StringComparison.OrdinalIgnoreCase))
            {
                var run = i;
                while (run < section.Length && char.ToLowerInvariant(section[run]) == char.ToLowerInvariant(c))
                {
                    run++;
                }

                tokens.Add(('d', section[i..run].ToLowerInvariant()));
                i = run - 1;
            }
            else
            {
                tokens.Add((c is '0' or '#' or '?' or '.' or ',' or '%' ? 'n' : c is 'E' && i + 1 < section.Length && section[i + 1] is '+' or '-' ? 'n' : 'l', c.ToString()));
            }
        }

        return tokens;
    }

    private static string Number(double value, List<(char Kind, string Text)> tokens)
    {
        var digits = string.Concat(tokens.Where(t => t.Kind == 'n').Select(t => t.Text));
        if (!digits.AsSpan().ContainsAny('0', '#', '?'))
        {
            return string.Concat(tokens.Select(t => t.Text));
        }

        if (digits.Contains('E', StringComparison.Ordinal))
        {
            return value.ToString("0.00E+00", CultureInfo.InvariantCulture);
        }

        value *= Math.Pow(100, digits.Count(c => c == '%'));
        var whole = digits.Split('.')[0];
        var places = digits.Contains('.', StringComparison.Ordinal) ? digits[(digits.IndexOf('.', StringComparison.Ordinal) + 1)..] : "";
        var thousands = whole.TrimEnd(',').Contains(',', StringComparison.Ordinal);
        value /= Math.Pow(1000, digits.Replace("%", "", StringComparison.Ordinal).Length - digits.Replace("%", "", StringComparison.Ordinal).TrimEnd(',').Length);
        var format = (thousands ? "#,##" : "") + new string('0', Math.Clamp(whole.Count(c => c == '0'), 0, MaximumPlaces)) + (thousands || whole.Contains('0', StringComparison.Ordinal) ? "" : "#");
        var fraction = string.Concat(places.Where(c => c is '0' or '#' or '?').Take(MaximumPlaces).Select(c => c == '0' ? '0' : '#'));
        var number = value.ToString(fraction.Length > 0 ? $"{format}.{fraction}" : format, CultureInfo.InvariantCulture);

        // Literals stand before the first or after the last digit.
        var text = new StringBuilder();
        var placed = false;
        foreach (var (kind, token) in tokens)
        {
            if (kind == 'l' || token == "%")
            {
                text.Append(token);
            }
            else if (!placed)
            {
                text.Append(number);
                placed = true;
            }
        }

        return text.ToString().Trim();
    }

    private static string? Date(double value, List<(char Kind, string Text)> tokens, bool from1904)
    {
        if (value is < 0 or >= 2_958_466)
        {
            return null;
        }

        // Spreadsheets take 1900 for a leap year, so that days before March of that year are one off.
        var days = from1904 ? value + 1462 : value < 60 ? value + 1 : value;
        var moment = new DateTime(1899, 12, 30).AddSeconds(Math.Round(days * 86_400));
        var lapse = TimeSpan.FromSeconds(Math.Round(value * 86_400));
        var half = tokens.Exists(t => t is ('d', "p"));
        var text = new StringBuilder();
        var afterHour = false;
        for (var i = 0; i < tokens.Count; i++)
        {
            var (kind, token) = tokens[i];
            if (kind != 'd')
            {
                // Hundredths of seconds and the like are not shown.
                text.Append(kind == 'l' || token is "." or "," ? token : "");
                continue;
            }

            var minutes = token is "m" or "mm" && (afterHour || tokens.Skip(i + 1).FirstOrDefault(t => t.Kind == 'd').Text is "s" or "ss");
            text.Append(token switch
            {
                "[h" => ((int)lapse.TotalHours).ToString(CultureInfo.InvariantCulture),
                "[m" => ((int)lapse.TotalMinutes).ToString(CultureInfo.InvariantCulture),
                "[s" => ((int)lapse.TotalSeconds).ToString(CultureInfo.InvariantCulture),
                "p" => moment.Hour < 12 ? "AM" : "PM",
                "m" when minutes => moment.ToString("%m", CultureInfo.InvariantCulture),
                "mm" when minutes => moment.ToString("mm", CultureInfo.InvariantCulture),
                "h" or "hh" => moment.ToString((half, token) switch { (true, "h") => "%h", (true, _) => "hh", (_, "h") => "%H", _ => "HH" }, CultureInfo.InvariantCulture),
                _ => moment.ToString(token[0] switch
                {
                    'y' => token.Length > 2 ? "yyyy" : "yy",
                    'm' => token.Length > 4 ? "MMM" : token.Length == 1 ? "%M" : new string('M', token.Length),
                    'd' => token.Length == 1 ? "%d" : new string('d', Math.Min(token.Length, 4)),
                    _ => token.Length > 1 ? "ss" : "%s",
                }, CultureInfo.InvariantCulture),
            });
            afterHour = token[0] == 'h' || token == "[h";
        }

        return text.ToString().Trim();
    }
}
