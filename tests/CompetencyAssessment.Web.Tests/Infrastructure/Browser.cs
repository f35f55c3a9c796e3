using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Net.Http.Headers;

namespace CompetencyAssessment.Web.Tests.Infrastructure;

/// <summary>One person's browser: keeps cookies, follows redirects, fills in forms and sends requests as our scripts do.</summary>
internal sealed class Browser(TestSite site, bool https)
{
    /// <summary>No request reads more often than this, whatever it does.</summary>
    private const int ReadLimit = 8;

    private readonly HttpClient _http = new(site.Server.CreateHandler()) { BaseAddress = new Uri(https ? "https://localhost" : "http://localhost") };

    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    /// <summary>Token of the page seen last, as <c>request.js</c> reads it.</summary>
    public string? RequestToken { get; private set; }

    /// <summary>Opens a page and follows redirects.</summary>
    public async Task<Page> GetAsync(string path)
    {
        var page = await SendAsync(HttpMethod.Get, path);
        for (var hop = 0; page.Location is { } location; hop++)
        {
            Assert.True(hop < 10, $"{path} redirects for ever.");
            page = await SendAsync(HttpMethod.Get, location);
        }

        return page;
    }

    /// <summary>Opens a page that must be there.</summary>
    public async Task<Page> OpenAsync(string path)
    {
        var page = await GetAsync(path);
        Assert.True(page.Status == HttpStatusCode.OK, $"GET {path} answered {(int)page.Status}. {page.Text}");
        return page;
    }

    /// <summary>Sends JSON as a script of ours does.</summary>
    public async Task<Page> SendJsonAsync(HttpMethod method, string path, object? body)
    {
        await EnsureTokenAsync();
        return await SendAsync(method, path, body is null ? null : JsonContent.Create(body), asScript: true);
    }

    public Task<Page> PostJsonAsync(string path, object? body) => SendJsonAsync(HttpMethod.Post, path, body);

    /// <summary>Sends bytes as a script of ours does.</summary>
    public async Task<Page> SendBytesAsync(HttpMethod method, string path, byte[] bytes, params (string Name, string Value)[] headers)
    {
        await EnsureTokenAsync();
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/octet-stream");
        return await SendAsync(method, path, content, asScript: true, headers);
    }

    /// <summary>Posts fields with the token of the page seen last, where a test needs no form.</summary>
    public async Task<Page> PostFieldsAsync(string path, params (string Name, string Value)[] fields)
    {
        await EnsureTokenAsync();
        return await SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(
            [.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)), KeyValuePair.Create("__RequestVerificationToken", RequestToken!)]));
    }

    /// <summary>One request, no redirects followed.</summary>
    public async Task<Page> SendAsync(HttpMethod method, string path, HttpContent? content = null, bool asScript = false, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        var id = Guid.NewGuid().ToString("N");
        request.Headers.Add(RequestLog.Header, id);
        request.Headers.Add("Accept", asScript ? "application/json" : "text/html,application/xhtml+xml,*/*;q=0.8");
        if (asScript && RequestToken is not null)
        {
            request.Headers.Add("RequestVerificationToken", RequestToken);
        }

        if (Cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        var session = Cookies.GetValueOrDefault("session");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead);
        TakeCookies(response);
        var page = await Page.ReadAsync(this, response, id, site);
        // A token belongs to whom it was made for: signing in or out makes it worthless.
        Assert.True(page.Trace.Reads.Count <= ReadLimit, $"{method} {path} reads {page.Trace.Reads.Count} times:\n{string.Join("\n\n", page.Trace.Reads)}");
        RequestToken = page.RequestToken ?? (Cookies.GetValueOrDefault("session") == session ? RequestToken : null);
        return page;
    }

    private async Task EnsureTokenAsync()
    {
        if (RequestToken is null)
        {
            await OpenAsync("/");
        }
    }

    private void TakeCookies(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out var values))
        {
            return;
        }

        foreach (var cookie in SetCookieHeaderValue.ParseList([.. values]))
        {
            // Only a deletion lies that far back; the clock of a test is its own.
            if (cookie.Expires?.Year < 2000 || cookie.MaxAge <= TimeSpan.Zero)
            {
                Cookies.Remove(cookie.Name.Value!);
            }
            else
            {
                Cookies[cookie.Name.Value!] = cookie.Value.Value!;
            }
        }
    }
}

/// <summary>An answer, read whole.</summary>
internal sealed partial class Page
{
    private readonly Browser _browser;
    private IHtmlDocument? _document;

    private Page(Browser browser, HttpResponseMessage response, byte[] bytes, RequestTrace trace)
    {
        _browser = browser;
        Status = response.StatusCode;
        Headers = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join("\n", h.Value), StringComparer.OrdinalIgnoreCase);
        MediaType = response.Content.Headers.ContentType?.MediaType ?? "";
        Location = (int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } location
            ? location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString
            : null;
        Path = response.RequestMessage!.RequestUri!.PathAndQuery;
        Bytes = bytes;
        Trace = trace;
    }

    public HttpStatusCode Status { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    public string MediaType { get; }

    public string Path { get; }

    public string? Location { get; }

    public byte[] Bytes { get; }

    public RequestTrace Trace { get; }

    public string Text => System.Text.Encoding.UTF8.GetString(Bytes);

    public bool IsHtml => MediaType == "text/html";

    public IHtmlDocument Document => _document ??= new HtmlParser().ParseDocument(Text);

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Bytes);

    /// <summary>Visible text of the main part, with single spaces.</summary>
    public string Main => string.Join(' ', (Document.QuerySelector("main")?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Read as text, for every page is asked for it and few are parsed.</summary>
    public string? RequestToken => IsHtml && Token().Match(Text) is { Success: true } token ? token.Groups["value"].Value : null;

    [GeneratedRegex("""<meta name="request-token" content="(?<value>[^"]+)"\s*/?>""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    internal static async Task<Page> ReadAsync(Browser browser, HttpResponseMessage response, string id, TestSite site)
    {
        var page = new Page(browser, response, await response.Content.ReadAsByteArrayAsync(), site.Requests.Take(id));
        return page.Trace.Exception is { } exception && (int)page.Status >= 500
            ? throw new InvalidOperationException($"{response.RequestMessage!.Method} {page.Path} failed.", exception)
            : page;
    }

    /// <summary>The form with this action, or matching this selector.</summary>
    public Form Form(string actionOrSelector)
    {
        var forms = Document.QuerySelectorAll<IHtmlFormElement>("form").ToList();
        var form = forms.Find(f => f.GetAttribute("action") == actionOrSelector)
            ?? (actionOrSelector.StartsWith('/') ? null : Document.QuerySelector<IHtmlFormElement>(actionOrSelector));
        return form is not null
            ? new Form(_browser, form, Path)
            : throw new InvalidOperationException($"{Path} ({(int)Status}) has no form {actionOrSelector}; it has {string.Join(", ", forms.Select(f => f.GetAttribute("action")))}.");
    }

    /// <summary>The form of the main part that is posted, where there is one.</summary>
    public Form Form() => new(_browser, Document.QuerySelectorAll<IHtmlFormElement>("main form").Single(f => f.Method == "post"), Path);

    /// <summary>Fails where the answer is not this.</summary>
    public Page Is(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{Path} answered {(int)Status}{(Location is null ? "" : " to " + Location)}, not {(int)status}. {(IsHtml ? Main : Text)}");
        return this;
    }

    /// <summary>Follows a redirect after a POST.</summary>
    public async Task<Page> FollowAsync()
    {
        Assert.True(Location is not null, $"{Path} answered {(int)Status}, not a redirect. {(IsHtml ? Main : Text)}");
        return await _browser.GetAsync(Location!);
    }
}

/// <summary>A form of a page with what it would send.</summary>
internal sealed class Form
{
    private readonly Browser _browser;
    private readonly IHtmlFormElement _form;
    private readonly string _path;
    private readonly List<(string Name, string? Value, (string FileName, byte[] Bytes)? File)> _fields = [];

    public Form(Browser browser, IHtmlFormElement form, string path)
    {
        (_browser, _form, _path) = (browser, form, path);
        foreach (var control in form.Elements)
        {
            if (control.GetAttribute("name") is not { Length: > 0 } name || control.HasAttribute("disabled"))
            {
                continue;
            }

            switch (control)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }:
                case IHtmlInputElement { Type: "submit" or "button" or "file" }:
                case IHtmlButtonElement:
                    break;
                case IHtmlInputElement input:
                    _fields.Add((name, input.Value, null));
                    break;
                case IHtmlTextAreaElement area:
                    _fields.Add((name, area.Value, null));
                    break;
                case IHtmlSelectElement select:
                    _fields.AddRange(select.Options.Where(o => o.IsSelected).Select(o => (name, (string?)o.Value, default((string, byte[])?))));
                    break;
            }
        }
    }

    public IReadOnlyList<(string Name, string? Value)> Fields => [.. _fields.Select(f => (f.Name, f.Value))];

    /// <summary>Enters values; a field that the form does not have is a mistake.</summary>
    public Form Fill(string name, params string[] values)
    {
        Assert.True(_form.Elements.Any(e => e.GetAttribute("name") == name), $"The form {_form.GetAttribute("action")} of {_path} has no field {name}.");
        _fields.RemoveAll(f => f.Name == name);
        _fields.AddRange(values.Select(v => (name, (string?)v, default((string, byte[])?))));
        return this;
    }

    public Form Attach(string name, string fileName, byte[] bytes)
    {
        Assert.True(_form.Elements.Any(e => e.GetAttribute("name") == name), $"The form {_form.GetAttribute("action")} of {_path} has no field {name}.");
        _fields.Add((name, null, (fileName, bytes)));
        return this;
    }

    /// <summary>Presses a button by its name and value, or the form's first.</summary>
    public async Task<Page> PostAsync(string? button = null, string? value = null)
    {
        Assert.Equal("post", _form.Method);
        if (button is not null)
        {
            _fields.Add((button, value ?? "", null));
        }

        var action = _form.GetAttribute("action") is { Length: > 0 } a ? a : _path;
        if (_form.Enctype == "multipart/form-data")
        {
            var multipart = new MultipartFormDataContent();
            foreach (var (name, text, file) in _fields)
            {
                if (file is { } attached)
                {
                    multipart.Add(new ByteArrayContent(attached.Bytes), name, attached.FileName);
                }
                else
                {
                    multipart.Add(new StringContent(text ?? ""), name);
                }
            }

            return await _browser.SendAsync(HttpMethod.Post, action, multipart);
        }

        return await _browser.SendAsync(HttpMethod.Post, action, new FormUrlEncodedContent(_fields.Select(f => KeyValuePair.Create(f.Name, f.Value ?? ""))));
    }
}
