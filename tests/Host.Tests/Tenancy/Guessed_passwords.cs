using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using OnPremLlm.Host.Api;
using OnPremLlm.Host.Composition;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Scribe.Protocol;
using OnPremLlm.Tenancy.Directory;
using OnPremLlm.Tenancy.People;

namespace OnPremLlm.Host.Tests.Tenancy;

/// <summary>Guessing is slow, does not lock the guessed-at out, and tells nobody which accounts exist.</summary>
[Collection(OneHost.Name)]
public sealed class Guessed_passwords(ScribeHost host)
{
    static readonly IPAddress _ward = IPAddress.Parse("10.1.1.1");
    static readonly IPAddress _office = IPAddress.Parse("10.1.1.2");
    static readonly IPAddress _attacker = IPAddress.Parse("10.9.9.9");

    readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task The_sixth_wrong_try_of_a_minute_waits_and_the_doctor_elsewhere_does_not()
    {
        using var doctor = await host.SignInNewAsync("guessed@north.test", Role.Clinician, host.North);
        for (var i = 0; i < SignInBrake.TriesPerMinute; i++)
        {
            using var wrong = await TryAsync("guessed@north.test", "wrong", "10.2.0.1");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        // Another spelling is the same account, and the right password does not help whoever has to wait.
        using var refused = await TryAsync(" Guessed@North.test", "correct horse battery staple", "10.2.0.1");
        using var elsewhere = await TryAsync("guessed@north.test", "correct horse battery staple", "10.2.0.2");

        await IsRefusedAsync(refused);
        Assert.Equal(HttpStatusCode.OK, elsewhere.StatusCode);
    }

    [Fact]
    public async Task An_address_has_60_tries_a_minute_for_all_accounts_together()
    {
        HttpStatusCode[] before = [.. await Task.WhenAll(Enumerable.Range(0, RequestLimits.SignInsPerMinute).Select(async _ =>
        {
            using var answer = await TryAsync(null, null, "10.2.0.3"); // not understood, so that no hash is computed
            return answer.StatusCode;
        }))];

        using var refused = await TryAsync("somebody@north.test", "wrong", "10.2.0.3");
        using var elsewhere = await TryAsync(null, null, "10.2.0.4");

        Assert.All(before, status => Assert.Equal(HttpStatusCode.BadRequest, status));
        await IsRefusedAsync(refused);
        Assert.Equal(HttpStatusCode.BadRequest, elsewhere.StatusCode);
    }

    [Theory]
    [InlineData("wrong password")]
    [InlineData("locked account")]
    [InlineData("account without a password")]
    [InlineData("no such account")]
    public async Task A_refusal_costs_one_hash_and_the_same_statements_whether_there_is_an_account_or_not(string which)
    {
        var email = $"{Guid.NewGuid():N}@north.test";
        await using var scope = host.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();
        if (which is not "no such account")
        {
            await scope.ServiceProvider.GetRequiredService<People>().AddAsync(email, "Guessed", "correct horse battery staple", Role.Clinician, host.North.Id, default);
            await ChangeAsync(accounts, email, which);
        }

        var hasher = new Counting(accounts.PasswordHasher);
        accounts.PasswordHasher = hasher;
        var desk = new SignInDesk(accounts, scope.ServiceProvider.GetRequiredService<People>(), scope.ServiceProvider.GetRequiredService<TenantDirectory>(), new SignInBrake(_time));

        var statements = await CountStatementsAsync(async () => Assert.Null(await desk.AuthenticateAsync(email, which is "wrong password" ? "wrong" : "correct horse battery staple", _ward, default)));

        Assert.Equal((1, 1), (hasher.Verified, statements));
    }

    [Fact]
    public void A_wait_ends_and_is_told_in_whole_seconds()
    {
        var brake = new SignInBrake(_time);
        Guess(brake, _attacker, SignInBrake.TriesPerMinute);
        _time.Advance(TimeSpan.FromSeconds(59.5));

        var refused = Assert.Throws<TooManyTriesException>(() => brake.Begin(_attacker, "a@b.test"));
        Assert.Equal(("1", TimeSpan.FromSeconds(0.5)), (Problems.RetryAfter(refused.Wait), refused.Wait));
        _time.Advance(refused.Wait);

        Guess(brake, _attacker, 1);
    }

    [Fact]
    public void Guesses_from_many_addresses_wait_longer_and_longer_up_to_a_minute()
    {
        var brake = new SignInBrake(_time);
        for (var i = 0; i < SignInBrake.FreeTries; i++)
        {
            Guess(brake, Network(i), 1);
        }

        foreach (var (guess, seconds) in (IEnumerable<(int, int)>)[(10, 1), (11, 2), (12, 4), (13, 8), (14, 16), (15, 32), (16, 60), (17, 60)])
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Throws<TooManyTriesException>(() => brake.Begin(Network(100 + guess), "a@b.test")).Wait);
            _time.Advance(TimeSpan.FromSeconds(seconds));
            Guess(brake, Network(200 + guess), 1);
        }

        using var another = brake.Begin(Network(0), "c@d.test");
        Assert.Equal(SignInBrake.LongestDelay, Assert.Throws<TooManyTriesException>(() => brake.Begin(Network(300), "a@b.test")).Wait);
    }

    [Fact]
    public void Guesses_at_the_same_time_count_before_they_are_judged()
    {
        var brake = new SignInBrake(_time);
        List<SignInBrake.Try> underWay = [.. Enumerable.Range(0, SignInBrake.TriesPerMinute).Select(_ => brake.Begin(_attacker, "a@b.test"))];

        Assert.Throws<TooManyTriesException>(() => brake.Begin(_attacker, "a@b.test"));
        underWay[0].Dispose(); // not judged: the database failed, and that is nobody's guess
        Guess(brake, _attacker, 1);
    }

    [Fact]
    public void Where_the_doctor_signed_in_before_guesses_from_elsewhere_do_not_count()
    {
        var brake = new SignInBrake(_time);
        using (var right = brake.Begin(_ward, "a@b.test"))
        {
            right.Right();
        }

        for (var i = 0; i < 3 * SignInBrake.FreeTries; i++)
        {
            Guess(brake, Network(i), 1);
            _time.Advance(SignInBrake.LongestDelay);
        }

        Guess(brake, Network(999), 1);
        Assert.Throws<TooManyTriesException>(() => brake.Begin(_office, "a@b.test"));
        using var known = brake.Begin(_ward, "a@b.test");
        known.Right();
    }

    [Fact]
    public void Where_the_doctor_signed_in_before_guesses_wait_too()
    {
        var brake = new SignInBrake(_time);
        using (var right = brake.Begin(_ward, "a@b.test"))
        {
            right.Right();
        }

        Guess(brake, _ward, SignInBrake.TriesPerMinute);
        Assert.Throws<TooManyTriesException>(() => brake.Begin(_ward, "a@b.test"));
        _time.Advance(TimeSpan.FromMinutes(1));
        Guess(brake, _ward, SignInBrake.TriesPerMinute);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Throws<TooManyTriesException>(() => brake.Begin(_ward, "a@b.test"));
    }

    [Fact]
    public void After_a_day_of_rest_and_after_the_right_password_guesses_count_from_the_beginning()
    {
        var brake = new SignInBrake(_time);
        for (var i = 0; i < 2; i++)
        {
            Guess(brake, Network(i), SignInBrake.TriesPerMinute);
        }

        _time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        for (var i = 0; i < 2; i++)
        {
            Guess(brake, Network(10 + i), SignInBrake.TriesPerMinute);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        using (var right = brake.Begin(_office, "a@b.test"))
        {
            right.Right();
        }

        for (var i = 0; i < 2; i++)
        {
            Guess(brake, Network(20 + i), SignInBrake.TriesPerMinute);
        }
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::2", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("0.0.0.1", "::1", false)]
    public void One_client_is_an_address_or_a_network_of_IPv6(string one, string other, bool same) =>
        Assert.Equal(same, ClientNetwork.Of(IPAddress.Parse(one)) == ClientNetwork.Of(IPAddress.Parse(other)));

    [Fact]
    public async Task Behind_a_proxy_with_TLS_the_cookie_is_for_TLS_only()
    {
        using var doctor = await host.SignInNewAsync("proxied@north.test", Role.Clinician, host.North);
        using var plain = await TryAsync("proxied@north.test", "correct horse battery staple", "10.2.0.5");
        using var secured = await TryAsync("proxied@north.test", "correct horse battery staple", "10.2.0.5", "https");

        Assert.DoesNotContain("secure", Assert.Single(plain.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; secure", Assert.Single(secured.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
    }

    static void Guess(SignInBrake brake, IPAddress address, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var guess = brake.Begin(address, "a@b.test");
            guess.Wrong();
        }
    }

    static IPAddress Network(int number) => new([172, 16, (byte)(number >> 8), (byte)number]);

    async Task<HttpResponseMessage> TryAsync(string? email, string? password, string address, string scheme = "http")
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/session") { Content = JsonContent.Create(new { email, password }) };
        request.Headers.Add("X-Forwarded-For", address);
        request.Headers.Add("X-Forwarded-Proto", scheme);
        return await http.SendAsync(request);
    }

    static async Task IsRefusedAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode is HttpStatusCode.TooManyRequests, $"{(int)answer.StatusCode}: {body}");
        Assert.InRange(answer.Headers.RetryAfter?.Delta ?? TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.Equal(("application/problem+json", ApiErrors.TooManyRequests), (answer.Content.Headers.ContentType?.MediaType, JsonNode.Parse(body)?["code"]?.GetValue<string>()));
    }

    static async Task ChangeAsync(UserManager<Person> accounts, string email, string which)
    {
        var person = await accounts.FindByEmailAsync(email) ?? throw new InvalidOperationException("The person was just added.");
        if (which is "locked account")
        {
            await accounts.SetLockoutEndDateAsync(person, DateTimeOffset.MaxValue);
        }
        else if (which is "account without a password")
        {
            await accounts.RemovePasswordAsync(person);
        }
    }

    /// <summary>The statements that reach the database on behalf of this call; the Host's background work is not among them.</summary>
    static async Task<int> CountStatementsAsync(Func<Task> call)
    {
        var count = 0;
        using var root = new Activity("call").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == root.TraceId && activity.Kind is ActivityKind.Client)
                {
                    Interlocked.Increment(ref count);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await call();
        return count;
    }

    sealed class Counting(IPasswordHasher<Person> hasher) : IPasswordHasher<Person>
    {
        public int Verified { get; private set; }

        public string HashPassword(Person user, string password) => hasher.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(Person user, string hashedPassword, string providedPassword)
        {
            Verified++;
            return hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
