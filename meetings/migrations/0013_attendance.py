"""Who came to meetings, and who will be away from them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0005_suggestions_and_contact_lists'),
        ('meetings', '0012_search'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('present', 'Til stede'), ('substitute', 'Stedfortræder mødte'), ('apology', 'Afbud'), ('absent', 'Udeblevet')], max_length=10, verbose_name='fremmøde')),
                ('recorded_at', models.DateTimeField(verbose_name='noteret')),
                ('attended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='councils.person', verbose_name='mødt stedfortræder')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='meetings.meeting')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='councils.councilmembership', verbose_name='medlem')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noteret af')),
            ],
            options={
                'verbose_name': 'fremmøde',
                'verbose_name_plural': 'fremmøder',
                'constraints': [models.UniqueConstraint(fields=('meeting', 'membership'), name='meetings_a_member_is_recorded_once_at_a_meeting', violation_error_message='Medlemmet er allerede noteret ved mødet.'), models.UniqueConstraint(fields=('meeting', 'attended_by'), name='meetings_nobody_stands_in_for_two_at_a_meeting', violation_error_message='Stedfortræderen er allerede noteret ved mødet.'), models.CheckConstraint(condition=models.Q(models.Q(('attended_by__isnull', False), ('status', 'substitute')), models.Q(models.Q(('status', 'substitute'), _negated=True), ('attended_by', None)), _connector='OR'), name='meetings_somebody_attended_instead_where_the_substitute_did', violation_error_message='Vælg den stedfortræder, der mødte.')],
            },
        ),
    ]
