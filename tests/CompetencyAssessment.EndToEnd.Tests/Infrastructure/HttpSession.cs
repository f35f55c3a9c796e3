using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace CompetencyAssessment.EndToEnd.Tests.Infrastructure;

/// <summary>A signed-in person who sends what our scripts send.</summary>
internal sealed partial class HttpSession : IDisposable
{
    private readonly HttpClient _http;
    private string _token = "";

    private HttpSession(Uri address) =>
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = address };

    /// <summary>Signs in by the page.</summary>
    public static async Task<HttpSession> SignInAsync(Uri address, string userName)
    {
        var session = new HttpSession(address);
        await session.ReadTokenAsync("/account/sign-in");
        using var answer = await session._http.PostAsync("/account/sign-in", new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Form.UserName"] = userName,
            ["Form.Password"] = Seed.Password,
            ["__RequestVerificationToken"] = session._token,
        }));
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"Sign-in answered {(int)answer.StatusCode}.");
        await session.ReadTokenAsync("/");
        return session;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(path);

    public Task<HttpResponseMessage> SendJsonAsync(HttpMethod method, string path, object? body) => SendAsync(method, path, body is null ? null : JsonContent.Create(body));

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("Accept", "application/json");
        request.Headers.Add("RequestVerificationToken", _token);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return _http.SendAsync(request);
    }

    public void Dispose() => _http.Dispose();

    private async Task ReadTokenAsync(string path)
    {
        var page = await _http.GetStringAsync(path);
        _token = WebUtility.HtmlDecode(Token().Match(page).Groups[1].Value);
        Assert.NotEmpty(_token);
    }

    [GeneratedRegex("name=\"request-token\" content=\"([^\"]+)\"")]
    private static partial Regex Token();
}
