namespace CompetencyAssessment.Reports.Layout;

/// <summary>How text looks. Sizes are in points.</summary>
/// <param name="Size">Size of the em square.</param>
/// <param name="Bold">Whether the bold face is used where it has the character.</param>
/// <param name="Color">#RRGGBB.</param>
/// <param name="LineHeight">Distance of lines as a multiple of the size.</param>
public sealed record TextStyle(float Size = 9.5f, bool Bold = false, string Color = "#1A1A1A", float LineHeight = 1.55f)
{
    /// <summary>Raised and small, for footnote marks.</summary>
    public bool Superscript { get; init; }

    /// <summary>Extra space after each character, in points.</summary>
    public float LetterSpacing { get; init; }

    /// <summary>Where a click leads, or <see langword="null"/>.</summary>
    public string? Link { get; init; }

    internal float DrawnSize => Superscript ? Size * 0.62f : Size;
    internal float Rise => Superscript ? Size * 0.36f : 0;
}

/// <summary>Where the lines of a paragraph stand.</summary>
public enum TextAlignment
{
    /// <summary>At the left edge.</summary>
    Left,

    /// <summary>In the middle.</summary>
    Center,

    /// <summary>At the right edge.</summary>
    Right,

    /// <summary>Stretched to both edges, the last line excepted, where the stretch stays unnoticeable.</summary>
    Justify,
}

/// <summary>A note at the foot of the page on which its mark stands; equal ones are printed once a page.</summary>
/// <param name="Mark">What the note begins with.</param>
/// <param name="Text">The note.</param>
public sealed record Footnote(string Mark, string Text);
